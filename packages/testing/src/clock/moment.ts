import { type Instant, instant, type Milliseconds, parseDuration } from '@sallyport/core';

/** A point in time as a test writes it: epoch milliseconds, a `Date`, or an ISO 8601 text such as `'2030-01-01T09:00:00Z'`. */
export type Moment = number | Date | string;

/** When everything begins, unless a test says otherwise: 1 January 2030, 9:00 UTC. */
export const START: Instant = instant(Date.UTC(2030, 0, 1, 9));

/** @throws RangeError if a text or a `Date` names no point in time. */
export function asInstant(moment: Moment): Instant {
  const epoch = new Date(moment).getTime();
  if (!Number.isFinite(epoch)) throw new RangeError(`'${String(moment)}' is no point in time`);
  return instant(epoch);
}

/** @throws RangeError if the text is no duration as a policy writes it: `'3s' '15m' '12h' '30d'`. */
export function asMilliseconds(duration: string): Milliseconds {
  const length = parseDuration(duration);
  if (length === undefined) throw new RangeError(`'${duration}' is no duration: write '3s', '15m', '12h' or '30d'`);
  return length;
}

/** A point in time for people. */
export function spoken(moment: Instant): string {
  return new Date(moment).toISOString().replace('.000Z', 'Z');
}
