/**
 * While the owner does not sign in, an attacker makes burst j of `b_j` guesses at the time `t_j`. The owner signs in at the rate λ. A sign-in, or
 * help after a closed counter, starts this ladder again. With the length `C` of a cycle, and burst j reached with the probability `r_j`, by renewal
 * theory (Feller II, XI.3),
 *
 *     starts(t) = t / E[C] + E[C²] / (2 E[C]²)          and at least 1,
 *     guesses(T) = Σ_j b_j · r_j · starts(T - t_j).
 *
 * S(t) = e^(-λt) is the probability of no sign-in; c = t_(n-1) is when the counter closes; h is the time until help.
 *
 * | attack | owner's device | a cycle ends | r_j |
 * | --- | --- | --- | --- |
 * | silent | unknown | at the sign-in; if that finds the counter closed, h later | S(t_j) |
 * | loud | unknown | h after the first sign-in after c | 1 |
 * | any | known | at the first burst after a sign-in | S(t_j) |
 * | spaced | unknown | as for a known device | S(t_j) |
 *
 * The hard limit can cut the last burst short, in a window that ends at e. A sign-in on the known device before e leaves g more guesses: another
 * `g · (S(c) - S(e)) · (1 - S(c))` in a cycle. The form is within 2 % from 30 bursts on.
 */

import { instant } from '@sallyport/core';
import { clearAttempts, type LockoutLimits, NO_ATTEMPTS } from '@sallyport/core/lockout';
import { loudBurst, NEVER, nextBurstAt, silentBurst } from './guesses.ts';
import { type Attack, checkInput, days, isTimed, type Owner } from './model.ts';

/** What a closed form says about an attack on an owner. */
export interface ClosedForm {
  /** The expected number of judged guesses in an attack of so many days, if no guess hits. */
  readonly guesses: (days: number) => number;
  /** The minutes of a day in which a right proof of the owner would be refused, in a long attack. From 0 to 1,440. */
  readonly lockedMinutes: number;
}

/**
 * The closed form of an attack, for an owner who never mistypes.
 *
 * @param owner `mistypes` is ignored
 * @returns `undefined` for an attack without a closed form: guesses that are spaced so closely that they would fill a window. The guesses of the
 * attack `now-and-then` are not counted
 * @throws SimulationInputError if a number is out of bounds
 */
export function closedForm(limits: LockoutLimits, attack: Attack, owner: Owner): ClosedForm | undefined {
  checkInput(limits, attack, owner);
  if (attack.pace === 'spaced' && attack.every * (limits.maxFailures - 1) < limits.window) return undefined;
  if (attack.pace === 'now-and-then')
    return { guesses: () => 0, lockedMinutes: isHeld(owner) ? nowAndThen(limits, attack.every, owner) * 1_440 : 0 };
  const ladder = ladderOf(limits, attack);
  if (!owner.provesIt) return { guesses: (length) => guessesAlone(ladder, days(length)), lockedMinutes: 0 };
  const cycle = cycleOf(ladder, attack, owner);
  return {
    guesses: (length) => {
      const starts = (time: number): number =>
        time < 0 ? 0 : Math.max(1, time / cycle.mean + cycle.square / (2 * cycle.mean ** 2));
      const end = days(length);
      const climbed = sum(ladder.bursts, ({ guesses, at }, place) => guesses * cycle.reached(place) * starts(end - at));
      return climbed + cycle.regained * starts(end - ladder.end);
    },
    lockedMinutes: cycle.locked * 1_440,
  };
}

interface Ladder {
  readonly bursts: readonly { readonly at: number; readonly guesses: number }[];
  readonly end: number;
  readonly windowEnd: number;
  /** The g of the last window. */
  readonly regains: number;
}

function ladderOf(limits: LockoutLimits, attack: Attack): Ladder {
  const bursts: { at: number; guesses: number }[] = [];
  let counter = NO_ATTEMPTS;
  let now = instant(0);
  for (;;) {
    const most = attack.pace === 'spaced' ? 1 : Number.POSITIVE_INFINITY;
    const made = attack.pace === 'loud' ? loudBurst(counter, limits, now) : silentBurst(counter, limits, now, most);
    counter = made.counter;
    if (made.guesses > 0) bursts.push({ at: now, guesses: made.guesses });
    const next = nextBurstAt(counter, limits, now);
    const at = isTimed(attack) ? now + attack.every : next;
    if (next === NEVER) {
      const cleared = clearAttempts(counter, 'known-device');
      const windowEnd = nextBurstAt(cleared, limits, now);
      if (isTimed(attack)) return { bursts, end: at, windowEnd: now, regains: 0 };
      if (attack.pace === 'silent')
        return { bursts, end: windowEnd, windowEnd, regains: silentBurst(cleared, limits, now).guesses };
      const isCut = loudBurst(cleared, limits, now).guesses > 0;
      return isCut
        ? { bursts, end: now, windowEnd, regains: -made.guesses }
        : { bursts, end: windowEnd, windowEnd, regains: 0 };
    }
    now = instant(at);
  }
}

function guessesAlone({ bursts }: Ladder, time: number): number {
  return sum(bursts, ({ at, guesses }) => (at <= time ? guesses : 0));
}

/** Milliseconds. */
interface Cycle {
  /** E[C]. */
  readonly mean: number;
  /** E[C²]. */
  readonly square: number;
  /** r_j. */
  readonly reached: (place: number) => number;
  readonly regained: number;
  readonly locked: number;
}

function cycleOf({ bursts, end, windowEnd, regains }: Ladder, attack: Attack, owner: Owner): Cycle {
  const mean = owner.signsInEvery;
  const help = owner.helpedAfter;
  const alone = (time: number): number => Math.exp(-time / mean);
  const at = (place: number): number => bursts[place]?.at ?? end;
  const reached = (place: number): number => alone(at(place));
  const closes = at(bursts.length - 1);

  if (owner.knownDevice || attack.pace === 'spaced') {
    const waits = owner.knownDevice ? 0 : help;
    const late = alone(end);
    const ends = bursts.map((_, place) => ({ at: at(place + 1), chance: reached(place) - reached(place + 1) }));
    const length = sum(ends, (one) => one.chance * one.at) + late * (end + mean + waits);
    return {
      mean: length,
      square:
        sum(ends, (one) => one.chance * one.at ** 2) +
        late * ((end + waits) ** 2 + 2 * (end + waits) * mean + 2 * mean ** 2),
      reached,
      regained: owner.knownDevice ? regains * (alone(closes) - alone(windowEnd)) * (1 - alone(closes)) : 0,
      locked: owner.knownDevice ? 0 : (alone(closes) * (mean + help)) / length,
    };
  }
  if (attack.pace === 'loud') {
    // C = c + X + h, where X is the exponential time until the next sign-in.
    const fixed = closes + help;
    return {
      mean: fixed + mean,
      square: fixed ** 2 + 2 * fixed * mean + 2 * mean ** 2,
      reached: () => 1,
      regained: 0,
      locked: 1,
    };
  }
  // C = X if X < c, and else X + h. The memoryless X makes E[X; X > c] = S(c)(c + 1/λ).
  const late = alone(closes);
  const length = mean + help * late;
  return {
    mean: length,
    square: 2 * mean ** 2 + late * (2 * help * (closes + mean) + help ** 2),
    reached,
    regained: 0,
    locked: (late * (mean + help)) / length,
  };
}

/**
 * The next event is the attacker with the probability a = ν / (ν + λ). With the lengths `L_i` of locks,
 *     locked   = Σ_(i < n - 1) a^(i+1) · L_i + a^n · (1/λ + h),
 *     unlocked = Σ_(i < n) a^i / (ν + λ),      share = locked / (locked + unlocked).
 */
function nowAndThen({ maxFailures, hardLimit, lockLengths }: LockoutLimits, every: number, owner: Owner): number {
  const [attacks, signIns] = [1 / every, 1 / owner.signsInEvery];
  const first = attacks / (attacks + signIns);
  const bursts = Array.from({ length: Math.ceil(hardLimit / maxFailures) }, (_, place) => place);
  const lock = (place: number): number => lockLengths[Math.min(place, lockLengths.length - 1)] ?? 0;
  const locked =
    sum(bursts.slice(0, -1), (place) => first ** (place + 1) * lock(place)) +
    first ** bursts.length * (owner.signsInEvery + owner.helpedAfter);
  const unlocked = sum(bursts, (place) => first ** place) / (attacks + signIns);
  return locked / (locked + unlocked);
}

function isHeld({ knownDevice, provesIt }: Owner): boolean {
  return !knownDevice && provesIt;
}

function sum<Item>(items: readonly Item[], of: (item: Item, place: number) => number): number {
  return items.reduce((total, item, place) => total + of(item, place), 0);
}
