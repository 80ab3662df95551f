/** Milliseconds. `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const HOUR = 3_600_000;
const DAYS_SHOWN = 7;
const MOST_DAYS = 31;

/** In the time zone of the browser. `days` counts from that day. */
export function midnight(at: number, days = 0): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

export function stripSpan({ start, end }: Partial<Span>, now: number): Span {
  const last = Math.min(end === undefined ? now : end - 1, now);
  const week = midnight(last, 1 - DAYS_SHOWN);
  const first = start === undefined ? week : Math.min(week, midnight(start));
  return { start: Math.max(first, midnight(last, 1 - MOST_DAYS)), end: midnight(last, 1) };
}

export function daysOf({ start, end }: Span): readonly number[] {
  const days: number[] = [];
  for (let day = start; day < end; day = midnight(day, 1)) days.push(day);
  return days;
}

/** Hours count from the beginning of the span. */
export function hourAt({ start, end }: Span, share: number): number {
  const hours = Math.max(1, Math.round((end - start) / HOUR));
  const place = Math.min(hours - 1, Math.max(0, Math.floor(share * hours)));
  return start + place * HOUR;
}

export function between(one: number, other: number): Span {
  return { start: Math.min(one, other), end: Math.max(one, other) + HOUR };
}

export function shareOf({ start, end }: Span, at: number): number {
  return Math.min(1, Math.max(0, (at - start) / (end - start)));
}
