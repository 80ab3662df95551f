import { type Milliseconds, milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import { instant } from '../time/instant.ts';

/**
 * The limits of guessing, from the compiled policy. Only the tenant sets these limits, because a guess is counted before the
 * account is known.
 */
export interface LockoutLimits {
  /** The number of guesses within `window` that locks. From 3 to 100. */
  readonly maxFailures: number;
  /** Guesses within this time count together. Milliseconds. */
  readonly window: Milliseconds;
  /** Lengths of the first, second, … lock since the last grant. Every later lock has the length of the last entry. */
  readonly lockLengths: readonly Milliseconds[];
  /**
   * The counter closes after this number of guesses since the last grant. The limit holds for the strangers' counter and for
   * a known device's own counter (NIST SP 800-63B-4 §3.2.2).
   */
  readonly hardLimit: number;
  /**
   * A guess without a judgement after this time counts as a failure, because the process of the guess died. 0: a guess is a
   * failure as soon as it is counted.
   */
  readonly judgedWithin: Milliseconds;
}

/**
 * How long a guess at a secret may stay open. Longer than the hashing or a directory takes, and longer than the ten seconds for which a
 * further guess waits.
 */
export const JUDGED_WITHIN: Milliseconds = milliseconds(30_000);

/** The guesses at one authenticator of one subject. */
export interface AttemptCounter {
  /** Guesses in the window that began at `first`. */
  readonly recent: number;
  /** Guesses since the last grant. */
  readonly total: number;
  /** When the window began. */
  readonly first: Instant;
  /** No guess is admitted before this instant; 0 if there is no lock. */
  readonly lockedUntil: Instant;
  /**
   * For each guess that is counted, and neither judged nor given back, the end of its time: from then on the guess is a failure, and not open any
   * more. In the order of counting. `recent` and `total` include these guesses. A past instant stays until the next guess is counted.
   */
  readonly open: readonly Instant[];
}

/** The counter before the first guess. */
export const NO_ATTEMPTS: AttemptCounter = {
  recent: 0,
  total: 0,
  first: instant(0),
  lockedUntil: instant(0),
  open: [],
};

/** Identifies a counted guess that is not judged yet, so that the guess can be given back. */
export interface Reservation {
  /** Start of the window in which the guess was counted. */
  readonly first: Instant;
  /** The end of the guess's time, as in `AttemptCounter.open`. Guesses with the same end are interchangeable. */
  readonly until: Instant;
}

/** Names a guess that is counted at `now`, in the window that began at `first`. */
export function reservationOf(first: Instant, limits: Pick<LockoutLimits, 'judgedWithin'>, now: Instant): Reservation {
  return { first, until: instant(now + limits.judgedWithin) };
}

/** The answer to a guess that asks to be judged: admitted and counted, waiting, or locked. */
export type Attempt =
  | { readonly admitted: true; readonly counter: AttemptCounter; readonly reservation: Reservation }
  /** The budget is full, and at least one counted guess is open. The open guess may be given back, so the counter is not locked. */
  | { readonly admitted: false; readonly waits: true }
  /**
   * Locked. At the hard limit `until` is always a lock's length from now, so the lock has no end until the counter is
   * cleared.
   */
  | { readonly admitted: false; readonly waits: false; readonly until: Instant };

/**
 * Counts a guess before the guess is judged, or refuses the guess. A refused guess changes nothing: the guess neither extends a lock
 * nor takes a place in a later window. The guess that fills the window is admitted, and later guesses are refused.
 */
export function reserveAttempt(counter: AttemptCounter, limits: LockoutLimits, now: Instant): Attempt {
  const until = fullUntil(counter, limits, now);
  const open = openAt(counter, now);
  if (until !== undefined)
    return open.length > 0 ? { admitted: false, waits: true } : { admitted: false, waits: false, until };
  const isNewWindow = counter.lockedUntil > 0 || counter.recent === 0 || now - counter.first >= limits.window;
  const recent = isNewWindow ? 1 : counter.recent + 1;
  const first = isNewWindow ? now : counter.first;
  const total = counter.total + 1;
  const lockedUntil = recent >= limits.maxFailures ? now + lockLength(limits, locksSoFar(total, limits)) : 0;
  const reservation = reservationOf(first, limits, now);
  return {
    admitted: true,
    counter: {
      recent,
      total,
      first,
      lockedUntil: instant(lockedUntil),
      open: limits.judgedWithin > 0 ? [...open, reservation.until] : [],
    },
    reservation,
  };
}

/**
 * Removes from the counter a guess that was right or was never judged, and the lock that the guess may have set. Other
 * guesses stay counted.
 */
export function giveBackAttempt(counter: AttemptCounter, reservation: Reservation): AttemptCounter {
  const open = withoutOne(counter.open, reservation.until) ?? counter.open;
  const given = { ...counter, open, total: Math.max(0, counter.total - 1) };
  if (counter.first !== reservation.first) return given;
  return { ...given, recent: Math.max(0, counter.recent - 1), lockedUntil: instant(0) };
}

/**
 * Marks a wrong guess as a failure. The guess stays counted, and is not open any more. `locks` is true if the failure locks the counter: the
 * budget is full, the counter had not yet dropped the guess from `open`, and no other guess is open.
 */
export function judgeAttempt(
  counter: AttemptCounter,
  reservation: Reservation,
  limits: Pick<LockoutLimits, 'hardLimit'>,
  now: Instant,
): { readonly counter: AttemptCounter; readonly locks: boolean } {
  const others = withoutOne(counter.open, reservation.until);
  if (others === undefined) return { counter, locks: false };
  // Of several guesses that are judged after their time, the first drops the others, so that the lock is told once.
  const judged = { ...counter, open: openAt({ open: others }, now) };
  const isFull = counter.total >= limits.hardLimit || counter.lockedUntil > now;
  return { counter: judged, locks: isFull && judged.open.length === 0 };
}

/**
 * Returns the counter after a grant. A grant to a stranger's device clears everything. A grant to a known device clears only
 * `total`, and with it the hard limit, because the owner's success must not help an attacker who guesses at the same time.
 */
export function clearAttempts(counter: AttemptCounter, by: 'stranger' | 'known-device'): AttemptCounter {
  return by === 'stranger' ? NO_ATTEMPTS : { ...counter, total: 0 };
}

/**
 * The end of the lock, or `undefined` if a guess is admitted. A budget that is full of open guesses is not locked. At the
 * hard limit the answer is the longest lock's length from now, whenever the caller asks: no guess is admitted until the
 * counter is cleared.
 */
export function lockedUntil(counter: AttemptCounter, limits: LockoutLimits, now: Instant): Instant | undefined {
  return openAt(counter, now).length > 0 ? undefined : fullUntil(counter, limits, now);
}

/** Counts failures and open guesses together. */
function fullUntil(counter: AttemptCounter, limits: LockoutLimits, now: Instant): Instant | undefined {
  if (counter.total >= limits.hardLimit) return instant(now + lockLength(limits, limits.lockLengths.length));
  return counter.lockedUntil > now ? counter.lockedUntil : undefined;
}

function openAt({ open }: Pick<AttemptCounter, 'open'>, now: Instant): readonly Instant[] {
  return open.filter((end) => end > now);
}

function withoutOne(ends: readonly Instant[], end: Instant): readonly Instant[] | undefined {
  const place = ends.indexOf(end);
  return place === -1 ? undefined : ends.toSpliced(place, 1);
}

/** The count ignores windows that ran out without a lock. */
function locksSoFar(total: number, limits: LockoutLimits): number {
  return Math.max(0, Math.floor(total / limits.maxFailures) - 1);
}

function lockLength(limits: LockoutLimits, place: number): number {
  return limits.lockLengths[Math.min(place, limits.lockLengths.length - 1)] ?? 0;
}
