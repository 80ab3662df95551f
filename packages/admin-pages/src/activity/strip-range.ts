/** A span of time in milliseconds. `end` is not part of the span. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const HOUR = 3_600_000;
const DAYS_SHOWN = 7;
/** The most days of the strip. A longer filter shows the last days. */
const MOST_DAYS = 31;

/** Midnight of a day in the time zone of the browser. `days` counts from that day. */
export function midnight(at: number, days = 0): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

/**
 * The whole days that the strip shows: the last seven days, or the days around the filter.
 *
 * @param now the present, in milliseconds
 */
export function stripSpan({ start, end }: Partial<Span>, now: number): Span {
  const last = Math.min(end === undefined ? now : end - 1, now);
  const week = midnight(last, 1 - DAYS_SHOWN);
  const first = start === undefined ? week : Math.min(week, midnight(start));
  return { start: Math.max(first, midnight(last, 1 - MOST_DAYS)), end: midnight(last, 1) };
}

/** The beginnings of the days of a span, in the time zone of the browser. */
export function daysOf({ start, end }: Span): readonly number[] {
  const days: number[] = [];
  for (let day = start; day < end; day = midnight(day, 1)) days.push(day);
  return days;
}

/** The beginning of the hour, of the hours that count from the beginning of the span. */
export function hourAt({ start, end }: Span, share: number): number {
  const hours = Math.max(1, Math.round((end - start) / HOUR));
  const place = Math.min(hours - 1, Math.max(0, Math.floor(share * hours)));
  return start + place * HOUR;
}

/** The span from the beginning of the earlier hour to the end of the later hour. */
export function between(one: number, other: number): Span {
  return { start: Math.min(one, other), end: Math.max(one, other) + HOUR };
}

/** The place of an instant in a span, from 0 to 1. */
export function shareOf({ start, end }: Span, at: number): number {
  return Math.min(1, Math.max(0, (at - start) / (end - start)));
}
