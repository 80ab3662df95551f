import { describe, expect, it } from 'vitest';
import { milliseconds } from '../time/duration.ts';
import { type Instant, instant } from '../time/instant.ts';
import { isEarlierSignIn } from './earlier-sign-in.ts';

const askedAt = instant(1_000_000_000);
const now = instant(askedAt + 60_000);

describe('X14 an earlier sign-in at a provider that was asked to ask anew', () => {
  it.each<[string, Instant | undefined, boolean]>([
    ['after the request', instant(askedAt + 1), false],
    ['before the request, as far as clocks may differ', instant(askedAt - 30_000), false],
    ['further before the request', instant(askedAt - 30_001), true],
    ['without a date, which does not tell', undefined, false],
  ])('%s', (_, authTime, expected) => {
    expect(isEarlierSignIn(authTime, { askedAt, now })).toBe(expected);
  });

  it('is older than the age that the request named, if it named one', () => {
    const within = milliseconds(300_000);
    expect(isEarlierSignIn(instant(now - 330_000), { askedAt, now, within })).toBe(false);
    expect(isEarlierSignIn(instant(now - 330_001), { askedAt, now, within })).toBe(true);
  });
});
