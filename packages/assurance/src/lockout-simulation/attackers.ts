import { methodDescriptor } from '@sallyport/core';
import type { LockoutLimits } from '@sallyport/core/lockout';
import { closedForm } from './closed-form.ts';
import { type Attack, days, type Owner, USUAL_OWNER } from './model.ts';
import {
  CODE_HITS,
  GUESS_CURVES,
  GUESSED_METHODS,
  type GuessCurve,
  type GuessedMethod,
  type GuessedSecret,
} from './secret.ts';
import { type LockoutOutcome, simulateLockout } from './simulate-lockout.ts';

/**
 * The attackers of the table:
 * - `password-silent`: guesses the password, and never sets a lock before the hard limit;
 * - `password-loud`: guesses the password through every lock;
 * - `spray`: guesses once a day at every account;
 * - the name of a method with odds (`totp`, `email-code`, `backup-code`): has the password, and guesses the code at the pace that gives more guesses
 * in a year;
 * - `locker`: keeps the account locked all the time;
 * - `visitor`: locks the account about once a day, and leaves.
 */
export type Attacker = 'password-silent' | 'password-loud' | 'spray' | GuessedMethod['name'] | 'locker' | 'visitor';

/** Every {@link Attacker}, in the order of the table. */
export const ATTACKERS: readonly Attacker[] = [
  ...(['password-silent', 'password-loud', 'spray'] as const),
  ...GUESSED_METHODS.map(({ name }) => name),
  ...(['locker', 'visitor'] as const),
];

/** What the table assumes beside the limits. */
export interface TableAssumptions {
  /** How people choose passwords. Default Bonneau's curve of 2012 (`GUESS_CURVES`). */
  readonly curve?: GuessCurve;
  /** The number of most common passwords that nobody may choose. Default 0. */
  readonly refused?: number;
  /** Absent: {@link USUAL_OWNER}. `knownDevice` and `provesIt` are those of the row. */
  readonly owner?: Owner;
  /** As of `simulateLockout`. */
  readonly seed?: number;
  /** As of `simulateLockout`. */
  readonly years?: number;
}

/** A row of the table. */
export interface LockoutRow {
  readonly attacker: Attacker;
  /** Whether the owner has a known device. */
  readonly knownDevice: boolean;
  /** After a day, 30 days and 365 days. */
  readonly outcomes: readonly LockoutOutcome[];
}

/**
 * Simulates every attacker, on an owner with and without a known device.
 *
 * @param limits `lockout` of a compiled policy
 * @throws SimulationInputError if a number is out of bounds
 */
export function lockoutTable(limits: LockoutLimits, assumed: TableAssumptions = {}): readonly LockoutRow[] {
  const { owner: usual = USUAL_OWNER, seed = 1, years = 4 } = assumed;
  return ATTACKERS.flatMap((attacker) =>
    [true, false].map((knownDevice) => {
      const { secret, attack, provesIt } = planOf(attacker, limits, assumed);
      const owner = { ...usual, knownDevice, provesIt };
      return { attacker, knownDevice, outcomes: simulateLockout(limits, { attack, secret, owner, seed, years }) };
    }),
  );
}

interface Plan {
  readonly attack: Attack;
  readonly secret?: GuessedSecret;
  readonly provesIt: boolean;
}

function planOf(attacker: Attacker, limits: LockoutLimits, assumed: TableAssumptions): Plan {
  const secret = passwordOf(assumed);
  switch (attacker) {
    case 'password-silent':
      return { attack: { pace: 'silent' }, secret, provesIt: true };
    case 'password-loud':
      return { attack: { pace: 'loud' }, secret, provesIt: true };
    case 'spray':
      return { attack: { pace: 'spaced', every: days(1) }, secret, provesIt: true };
    case 'locker':
      return { attack: { pace: 'loud' }, provesIt: true };
    case 'visitor':
      return { attack: { pace: 'now-and-then', every: days(1) }, provesIt: true };
    default:
      return {
        attack: fasterPace(limits, assumed.owner ?? USUAL_OWNER),
        secret: { kind: 'random', hit: CODE_HITS[attacker] },
        // A backup code is for the day when neither app nor mail is at hand.
        provesIt: methodDescriptor(attacker)?.worthForSetUp !== 'stand-in',
      };
  }
}

export function passwordOf({ curve = GUESS_CURVES['bonneau-2012'], refused = 0 }: TableAssumptions): GuessedSecret {
  return { kind: 'chosen', curve, refused };
}

function fasterPace(limits: LockoutLimits, owner: Owner): Attack {
  const guesses = (pace: 'silent' | 'loud'): number => closedForm(limits, { pace }, owner)?.guesses(365) ?? 0;
  return { pace: guesses('loud') > guesses('silent') ? 'loud' : 'silent' };
}
