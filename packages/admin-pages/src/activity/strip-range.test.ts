import { describe, expect, it } from 'vitest';
import { between, daysOf, hourAt, midnight, shareOf, stripSpan } from './strip-range.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const now = new Date(2031, 2, 12, 10, 20).getTime();

describe('the days of the strip', () => {
  it('are the last seven days without a filter, today included', () => {
    const span = stripSpan({}, now);
    expect([span.start, span.end]).toEqual([midnight(now, -6), midnight(now, 1)]);
    expect(daysOf(span)).toHaveLength(7);
  });

  it('are the days around the filter, and at most 31', () => {
    const start = now - 10 * DAY;
    expect(stripSpan({ start }, now)).toEqual({ start: midnight(start), end: midnight(now, 1) });
    const past = { start: now - 50 * DAY, end: now - 49 * DAY };
    expect(stripSpan(past, now)).toEqual({ start: midnight(past.end - 1, -6), end: midnight(past.end - 1, 1) });
    expect(daysOf(stripSpan({ start: 0 }, now))).toHaveLength(31);
  });

  it('end today, also for a filter that ends in the future', () => {
    expect(stripSpan({ end: now + 9 * DAY }, now).end).toBe(midnight(now, 1));
  });
});

it('a press on the strip is a whole hour, and a drag to the left is the same hours as a drag to the right', () => {
  const span = { start: midnight(now), end: midnight(now) + DAY };
  const [eight, ten] = [hourAt(span, 8.2 / 24), hourAt(span, 10.9 / 24)];
  expect(between(ten, eight)).toEqual({ start: span.start + 8 * HOUR, end: span.start + 11 * HOUR });
  expect(hourAt(span, 1)).toBe(span.start + 23 * HOUR);
  expect(hourAt(span, -1)).toBe(span.start);
  expect(shareOf(span, span.start + 6 * HOUR)).toBe(0.25);
});
