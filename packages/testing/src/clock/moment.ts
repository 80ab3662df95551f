import { type Instant, instant, type Milliseconds, parseDuration } from '@sallyport/core';

/** A point in time: epoch milliseconds, a `Date`, or an ISO 8601 text such as `'2030-01-01T09:00:00Z'`. */
export type Moment = number | Date | string;

/** The default start of every clock: 1 January 2030, 9:00 UTC. */
export const START: Instant = instant(Date.UTC(2030, 0, 1, 9));

/** @throws RangeError if the text or the `Date` is invalid */
export function asInstant(moment: Moment): Instant {
  const epoch = new Date(moment).getTime();
  if (!Number.isFinite(epoch)) throw new RangeError(`'${String(moment)}' is no point in time`);
  return instant(epoch);
}

/** @throws RangeError if the text is not a duration in the policy's form: `'3s' '15m' '12h' '30d'` */
export function asMilliseconds(duration: string): Milliseconds {
  const length = parseDuration(duration);
  if (length === undefined) throw new RangeError(`'${duration}' is no duration: write '3s', '15m', '12h' or '30d'`);
  return length;
}

/** A point in time in ISO 8601, without milliseconds if they are zero. */
export function spoken(moment: Instant): string {
  return new Date(moment).toISOString().replace('.000Z', 'Z');
}
