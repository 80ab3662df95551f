import { type Instant, instant } from '@sallyport/core';
import { asInstant, asMilliseconds, type Moment, START } from './moment.ts';

/** A clock that stands still until it is told to go on. */
export interface VirtualClock {
  /** Epoch milliseconds. Bound to its clock: `createSallyport({ clock: clock.now, … })`. */
  now(): Instant;
  /**
   * Lets time pass, and answers what time it is then.
   *
   * @param duration as a policy writes it: `'3s' '15m' '12h' '30d'`
   * @throws RangeError if it is no duration
   */
  advance(duration: string): Instant;
}

/** A clock for tests. It starts at 1 January 2030, 9:00 UTC, unless told otherwise. */
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
