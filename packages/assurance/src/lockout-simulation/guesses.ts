import { type Instant, instant } from '@sallyport/core';
import {
  type AttemptCounter,
  judgeAttempt,
  type LockoutLimits,
  lockedUntil,
  quietAt,
  reserveAttempt,
} from '@sallyport/core/lockout';

export const NEVER: Instant = instant(Number.POSITIVE_INFINITY);

/** {@link NEVER} if only a clearing ends the lock. */
export function lockEnd(counter: AttemptCounter, limits: LockoutLimits, now: Instant): Instant | undefined {
  const until = lockedUntil(counter, limits, now);
  return until !== undefined && lockedUntil(counter, limits, until) !== undefined ? NEVER : until;
}

/** `undefined` if the guess is refused. */
function wrongGuess(counter: AttemptCounter, limits: LockoutLimits, now: Instant): AttemptCounter | undefined {
  const attempt = reserveAttempt(counter, limits, now);
  return attempt.admitted ? judgeAttempt(attempt.counter, attempt.reservation, limits, now).counter : undefined;
}

export interface Burst {
  readonly counter: AttemptCounter;
  readonly guesses: number;
}

/** A guess that reaches the hard limit sets no lock by itself. */
export function silentBurst(
  counter: AttemptCounter,
  limits: LockoutLimits,
  now: Instant,
  most: number = Number.POSITIVE_INFINITY,
): Burst {
  return burst(counter, limits, now, (after) => after.lockedUntil <= now, most);
}

export function loudBurst(counter: AttemptCounter, limits: LockoutLimits, now: Instant): Burst {
  return burst(counter, limits, now, () => true, Number.POSITIVE_INFINITY);
}

function burst(
  counter: AttemptCounter,
  limits: LockoutLimits,
  now: Instant,
  wants: (after: AttemptCounter) => boolean,
  most: number,
): Burst {
  let [current, guesses] = [counter, 0];
  while (guesses < most) {
    const after = wrongGuess(current, limits, now);
    if (after === undefined || !wants(after)) break;
    current = after;
    guesses += 1;
  }
  return { counter: current, guesses };
}

export function nextBurstAt(counter: AttemptCounter, limits: LockoutLimits, now: Instant): Instant {
  return lockEnd(counter, limits, now) ?? quietAt(counter, limits.window);
}
