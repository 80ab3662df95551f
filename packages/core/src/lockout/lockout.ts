import type { Milliseconds } from '../time/duration.ts';
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
}

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
}

export const NO_ATTEMPTS: AttemptCounter = { recent: 0, total: 0, first: instant(0), lockedUntil: instant(0) };

/** A guess that was counted before it was judged; what giving it back needs. */
export interface Reservation {
  /** The window it was counted in. */
  readonly first: Instant;
}

export type Attempt =
  | { readonly admitted: true; readonly counter: AttemptCounter; readonly reservation: Reservation }
  /** At the hard limit `until` is a lock's length from now whenever it is asked: it never arrives. */
  | { readonly admitted: false; readonly until: Instant };

/**
 * Counts a guess before it is judged, or refuses it. A refused guess changes nothing: it neither extends a lock
 * nor spends what comes after it. The guess that fills the window is admitted and locks at once.
 */
export function reserveAttempt(counter: AttemptCounter, limits: LockoutLimits, now: Instant): Attempt {
  if (counter.total >= limits.hardLimit) {
    return { admitted: false, until: instant(now + lockLength(limits, limits.lockLengths.length)) };
  }
  if (counter.lockedUntil > now) return { admitted: false, until: counter.lockedUntil };
  const isNewWindow = counter.lockedUntil > 0 || counter.recent === 0 || now - counter.first >= limits.window;
  const recent = isNewWindow ? 1 : counter.recent + 1;
  const first = isNewWindow ? now : counter.first;
  const total = counter.total + 1;
  const lockedUntil = recent >= limits.maxFailures ? now + lockLength(limits, locksSoFar(total, limits)) : 0;
  return {
    admitted: true,
    counter: { recent, total, first, lockedUntil: instant(lockedUntil) },
    reservation: { first },
  };
}

/** Gives back the one guess that proved right or was never judged, and the lock it may have set; no other guess is forgiven by it. */
export function giveBackAttempt(counter: AttemptCounter, reservation: Reservation): AttemptCounter {
  const total = Math.max(0, counter.total - 1);
  if (counter.first !== reservation.first) return { ...counter, total };
  return { ...counter, total, recent: Math.max(0, counter.recent - 1), lockedUntil: instant(0) };
}

/**
 * What a grant clears: everything, if a stranger's device was granted; only `total`, and with it the hard limit,
 * if a known device was: an attacker who guesses beside the owner is not let off by the owner's success.
 */
export function clearAttempts(counter: AttemptCounter, by: 'stranger' | 'known-device'): AttemptCounter {
  return by === 'stranger' ? NO_ATTEMPTS : { ...counter, total: 0 };
}

/**
 * Whether the subject cannot guess at this authenticator now, and until when. At the hard limit that is the longest lock's length from now,
 * whenever it is asked: no guess is admitted until the counter is cleared.
 */
export function lockedUntil(counter: AttemptCounter, limits: LockoutLimits, now: Instant): Instant | undefined {
  if (counter.total >= limits.hardLimit) return instant(now + lockLength(limits, limits.lockLengths.length));
  return counter.lockedUntil > now ? counter.lockedUntil : undefined;
}

/** As many locks as so many guesses can have set before this one: windows that ran out unlocked count for none. */
function locksSoFar(total: number, limits: LockoutLimits): number {
  return Math.max(0, Math.floor(total / limits.maxFailures) - 1);
}

function lockLength(limits: LockoutLimits, place: number): number {
  return limits.lockLengths[Math.min(place, limits.lockLengths.length - 1)] ?? 0;
}
