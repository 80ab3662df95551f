import { type Instant, instant } from '@sallyport/core';
import { asInstant, asMilliseconds, type Moment, START } from './moment.ts';

/** A clock that moves only by `advance`. A person of `testSallyport` calls `advance('30s')` if the person needs a code and the authenticator app has no unused code. */
export interface VirtualClock {
  /** Epoch milliseconds. Bound to the clock, so the method can be passed on: `createSallyport({ clock: clock.now, … })`. */
  now(): Instant;
  /**
   * Moves the clock on, and returns the new time.
   *
   * @param duration in the policy's form: `'3s' '15m' '12h' '30d'`
   * @throws RangeError if the text is not a duration
   */
  advance(duration: string): Instant;
}

/** Makes a clock for tests. Default start: 1 January 2030, 9:00 UTC. */
export function virtualClock(start: Moment = START): VirtualClock {
  let now = asInstant(start);
  return {
    now: () => now,
    advance(duration) {
      now = instant(now + asMilliseconds(duration));
      return now;
    },
  };
}
