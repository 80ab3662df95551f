import type { LockoutInput } from '@sallyport/core';
import type { LockoutLimits } from '@sallyport/core/lockout';
import { duration, lockoutLimits, POLICY_DEFAULTS } from '@sallyport/core/model';
import { passwordOf, type TableAssumptions } from './attackers.ts';
import { closedForm } from './closed-form.ts';
import { days, USUAL_OWNER } from './model.ts';
import { chanceAfter } from './secret.ts';

/** What limits of guessing come to, by the closed forms: the two costs between which a policy chooses. Less of either is better. */
export interface LockoutCosts {
  /**
   * The probability, from 0 to 1, that someone who guesses one password for a year succeeds: at the better pace, silent or loud, and on the
   * owner with or without a known device for whom the probability is higher.
   */
  readonly chance: number;
  /**
   * The minutes of a day in which an owner without a known device would be refused: by a silent guesser, or by a visitor who sets a lock
   * about once a day, whichever costs more. Who attacks without a pause keeps such an owner out under all limits, and is left out.
   */
  readonly lockedMinutes: number;
}

/** Written limits and their costs. */
export interface LockoutSetting extends LockoutCosts {
  readonly lockout: Required<LockoutInput>;
}

/** `maxFailures` begins at 5: the model has no price for people who try several old passwords. */
const CHOICES = {
  maxFailures: [5, 10, 20, 50, 100],
  window: ['5m', '15m', '1h', '6h', '1d', '7d'],
  lockFor: ['1m', '5m', '15m', '1h', '6h'],
  growth: [1, 2, 4],
  maxLockFor: [POLICY_DEFAULTS.lockout.maxLockFor],
  hardLimit: [10, 20, 50, 100],
} as const;

/** @throws SimulationInputError if a number is out of bounds */
export function lockoutCosts(limits: LockoutLimits, assumed: TableAssumptions = {}): LockoutCosts {
  const usual = assumed.owner ?? USUAL_OWNER;
  const on = (knownDevice: boolean) => ({ ...usual, knownDevice, provesIt: true });
  const most = (values: readonly (number | undefined)[]): number => Math.max(...values.map((value) => value ?? 0));
  const forms = (['silent', 'loud'] as const).flatMap((pace) =>
    [true, false].map((knownDevice) => closedForm(limits, { pace }, on(knownDevice))),
  );
  return {
    chance: chanceAfter(passwordOf(assumed), most(forms.map((form) => form?.guesses(365)))),
    lockedMinutes: most([
      closedForm(limits, { pace: 'silent' }, on(false))?.lockedMinutes,
      closedForm(limits, { pace: 'now-and-then', every: days(1) }, on(false))?.lockedMinutes,
    ]),
  };
}

/** The compared settings, and the settings that no other setting beats. */
export interface LockoutFront {
  /** Every compared setting. */
  readonly tried: readonly LockoutSetting[];
  /**
   * The Pareto front: the settings that no other setting beats (`beats`). The setting with the fewest locked minutes is first. Of several settings
   * with equal costs the front has the setting that shares most members with the defaults.
   */
  readonly front: readonly LockoutSetting[];
}

/** Compares 1,260 settings of `lockout`. @throws SimulationInputError if a number of the assumptions is out of bounds */
export function lockoutFront(assumed: TableAssumptions = {}): LockoutFront {
  const tried = combinations().map((lockout) => ({ lockout, ...lockoutCosts(lockoutLimits(lockout), assumed) }));
  const sorted = [...tried].sort((one, other) => byCosts(one, other) || unlikeDefault(one) - unlikeDefault(other));
  const front: LockoutSetting[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const setting of sorted) {
    if (setting.chance >= least) continue;
    front.push(setting);
    least = setting.chance;
  }
  return { tried, front };
}

/** Whether costs beat other costs: one cost is less, and the other cost is not more. */
export function beats(one: LockoutCosts, other: LockoutCosts): boolean {
  const isNoWorse = one.chance <= other.chance && one.lockedMinutes <= other.lockedMinutes;
  return isNoWorse && (one.chance < other.chance || one.lockedMinutes < other.lockedMinutes);
}

/**
 * The changes of a single member after which limits cost less (`beats`), the best value of each member. The change with the fewest locked minutes
 * is first.
 *
 * @param lockout written limits, as of a checked policy
 * @throws SimulationInputError if a number is out of bounds
 */
export function singleChanges(lockout: LockoutInput, assumed: TableAssumptions = {}): readonly LockoutSetting[] {
  const written = withDefaults(lockout);
  const now = lockoutCosts(lockoutLimits(written), assumed);
  return Object.entries(CHOICES)
    .flatMap(([member, values]) =>
      values
        .map((value) => ({ ...written, [member]: value }))
        .filter(isPossible)
        .map((changed) => ({ lockout: changed, ...lockoutCosts(lockoutLimits(changed), assumed) }))
        .filter((setting) => beats(setting, now))
        .sort(byCosts)
        .slice(0, 1),
    )
    .sort(byCosts);
}

/** Written limits with the defaults of absent members. */
export function withDefaults(lockout: LockoutInput): Required<LockoutInput> {
  return { ...POLICY_DEFAULTS.lockout, ...lockout };
}

function combinations(): Required<LockoutInput>[] {
  let made: Partial<Record<string, number | string>>[] = [{}];
  for (const [member, values] of Object.entries(CHOICES))
    made = made.flatMap((part) => values.map((value) => ({ ...part, [member]: value })));
  return made.map(withDefaults).filter(isPossible);
}

function isPossible({ maxFailures, hardLimit, lockFor, maxLockFor }: Required<LockoutInput>): boolean {
  return hardLimit >= maxFailures && duration(maxLockFor) >= duration(lockFor);
}

function byCosts(one: LockoutCosts, other: LockoutCosts): number {
  return one.lockedMinutes - other.lockedMinutes || one.chance - other.chance;
}

function unlikeDefault({ lockout }: LockoutSetting): number {
  const members: readonly (keyof LockoutInput)[] = ['maxFailures', 'window', 'lockFor', 'growth', 'hardLimit'];
  return members.filter((member) => lockout[member] !== POLICY_DEFAULTS.lockout[member]).length;
}
