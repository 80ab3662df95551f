import { type Milliseconds, milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import { instant } from '../time/instant.ts';

/** How many guesses a window bears, as the compiled policy holds it. The tenant's alone: it acts before the account is known. */
export interface LockoutLimits {
  readonly maxFailures: number;
  readonly window: Milliseconds;
  /** How long the first, second, … lock since the last grant lasts; the last entry holds from there on. */
  readonly lockLengths: readonly Milliseconds[];
  /** Guesses since the last grant after which this counter is closed: the strangers', and a known device's own as well (NIST SP 800-63B-4 §3.2.2). */
  readonly hardLimit: number;
  /**
   * A guess that nobody judges within this time counts as a failure, because the process of the guess died. 0: a guess is a failure from the
   * moment that the guess is counted.
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
  /** Guesses that are counted, and neither judged nor given back. `recent` and `total` include the open guesses. */
  readonly open: number;
  /** From this instant on the open guesses count as failures; 0 if no guess is open. */
  readonly openUntil: Instant;
}

export const NO_ATTEMPTS: AttemptCounter = {
  recent: 0,
  total: 0,
  first: instant(0),
  lockedUntil: instant(0),
  open: 0,
  openUntil: instant(0),
};

/** A guess that was counted before it was judged; what giving it back needs. */
export interface Reservation {
  /** The window it was counted in. */
  readonly first: Instant;
}

export type Attempt =
  | { readonly admitted: true; readonly counter: AttemptCounter; readonly reservation: Reservation }
  /** The budget is full, and at least one counted guess is open. The open guess may be given back, so the counter is not locked. */
  | { readonly admitted: false; readonly waits: true }
  /** Locked. At the hard limit `until` is a lock's length from now whenever it is asked: it never arrives. */
  | { readonly admitted: false; readonly waits: false; readonly until: Instant };

/**
 * Counts a guess before the guess is judged, or refuses the guess. A refused guess changes nothing: the guess neither extends a lock
 * nor takes a place in a later window. The guess that fills the window is admitted, and later guesses are refused.
 */
export function reserveAttempt(counter: AttemptCounter, limits: LockoutLimits, now: Instant): Attempt {
  const until = fullUntil(counter, limits, now);
  const open = openAt(counter, now);
  if (until !== undefined)
    return open > 0 ? { admitted: false, waits: true } : { admitted: false, waits: false, until };
  const isNewWindow = counter.lockedUntil > 0 || counter.recent === 0 || now - counter.first >= limits.window;
  const recent = isNewWindow ? 1 : counter.recent + 1;
  const first = isNewWindow ? now : counter.first;
  const total = counter.total + 1;
  const lockedUntil = recent >= limits.maxFailures ? now + lockLength(limits, locksSoFar(total, limits)) : 0;
  const opens = limits.judgedWithin > 0;
  return {
    admitted: true,
    counter: {
      recent,
      total,
      first,
      lockedUntil: instant(lockedUntil),
      open: opens ? open + 1 : 0,
      openUntil: instant(opens ? now + limits.judgedWithin : 0),
    },
    reservation: { first },
  };
}

/** Gives back the one guess that proved right or was never judged, and the lock it may have set; no other guess is forgiven by it. */
export function giveBackAttempt(counter: AttemptCounter, reservation: Reservation): AttemptCounter {
  const given = { ...oneClosed(counter), total: Math.max(0, counter.total - 1) };
  if (counter.first !== reservation.first) return given;
  return { ...given, recent: Math.max(0, counter.recent - 1), lockedUntil: instant(0) };
}

/**
 * Marks one guess that proved wrong as a failure. The guess stays counted, and is not open any more. `locks` is true if this failure locks
 * the counter: the budget is full, and no other guess is open.
 */
export function judgeAttempt(
  counter: AttemptCounter,
  limits: Pick<LockoutLimits, 'hardLimit'>,
  now: Instant,
): { readonly counter: AttemptCounter; readonly locks: boolean } {
  const isFull = counter.total >= limits.hardLimit || counter.lockedUntil > now;
  return { counter: oneClosed(counter), locks: isFull && counter.open === 1 };
}

/**
 * What a grant clears: everything, if a stranger's device was granted; only `total`, and with it the hard limit,
 * if a known device was: an attacker who guesses beside the owner is not let off by the owner's success.
 */
export function clearAttempts(counter: AttemptCounter, by: 'stranger' | 'known-device'): AttemptCounter {
  return by === 'stranger' ? NO_ATTEMPTS : { ...counter, total: 0 };
}

/**
 * Whether failures keep the subject from guessing at this authenticator now, and until when. A budget that is full of open guesses is
 * not locked. At the hard limit the answer is the longest lock's length from now, whenever it is asked: no guess is admitted until the
 * counter is cleared.
 */
export function lockedUntil(counter: AttemptCounter, limits: LockoutLimits, now: Instant): Instant | undefined {
  return openAt(counter, now) > 0 ? undefined : fullUntil(counter, limits, now);
}

/** Until when the budget is full, of failures and open guesses together; `undefined` if a guess is admitted. */
function fullUntil(counter: AttemptCounter, limits: LockoutLimits, now: Instant): Instant | undefined {
  if (counter.total >= limits.hardLimit) return instant(now + lockLength(limits, limits.lockLengths.length));
  return counter.lockedUntil > now ? counter.lockedUntil : undefined;
}

function openAt({ open, openUntil }: AttemptCounter, now: Instant): number {
  return openUntil > now ? open : 0;
}

function oneClosed(counter: AttemptCounter): AttemptCounter {
  return counter.open > 1 ? { ...counter, open: counter.open - 1 } : { ...counter, open: 0, openUntil: instant(0) };
}

/** As many locks as so many guesses can have set before this one: windows that ran out unlocked count for none. */
function locksSoFar(total: number, limits: LockoutLimits): number {
  return Math.max(0, Math.floor(total / limits.maxFailures) - 1);
}

function lockLength(limits: LockoutLimits, place: number): number {
  return limits.lockLengths[Math.min(place, limits.lockLengths.length - 1)] ?? 0;
}
