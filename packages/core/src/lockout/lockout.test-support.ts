import { milliseconds } from '../time/duration.ts';
import { type Instant, instant } from '../time/instant.ts';
import {
  type AttemptCounter,
  judgeAttempt,
  type LockoutLimits,
  NO_ATTEMPTS,
  type Reservation,
  reserveAttempt,
} from './lockout.ts';

export const MINUTE = 60_000;
export const limits = (rest: Partial<LockoutLimits> = {}): LockoutLimits => ({
  maxFailures: 3,
  window: milliseconds(15 * MINUTE),
  lockLengths: [15, 30, 60].map((minutes) => milliseconds(minutes * MINUTE)),
  hardLimit: 9,
  judgedWithin: milliseconds(MINUTE / 2),
  ...rest,
});
const T0 = 1_700_000_000_000;
export const at = (minutes: number): Instant => instant(T0 + minutes * MINUTE);

/**
 * Makes wrong guesses at these minutes and judges each guess at once. `seen` has `x` for an admitted guess and `-` for a
 * refused guess.
 */
export function guesses(
  minutes: readonly number[],
  counter: AttemptCounter = NO_ATTEMPTS,
  of = limits(),
): { counter: AttemptCounter; seen: string } {
  let seen = '';
  let now = counter;
  for (const minute of minutes) {
    const attempt = reserveAttempt(now, of, at(minute));
    seen += attempt.admitted ? 'x' : '-';
    if (attempt.admitted) now = judgeAttempt(attempt.counter, attempt.reservation, of, at(minute)).counter;
  }
  return { counter: now, seen };
}

export function reserved(
  counter: AttemptCounter,
  minute: number,
): { counter: AttemptCounter; reservation: Reservation } {
  const attempt = reserveAttempt(counter, limits(), at(minute));
  if (!attempt.admitted) throw new Error('was refused');
  return attempt;
}
