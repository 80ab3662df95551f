import { describe, expect, it } from 'vitest';
import { instant } from '../time/instant.ts';
import { definePolicy } from './define-policy.ts';
import { dormancyAt } from './dormancy.ts';

const DAY = 86_400_000;
const policy = definePolicy({ dormant: { after: '90d', then: 'block' } });
const at = (days: number, warnedAt?: number, of = policy) =>
  dormancyAt(
    of,
    { since: instant(0), warnedAt: warnedAt === undefined ? undefined : instant(warnedAt * DAY) },
    instant(days * DAY),
  );

describe('X21 an account without a sign-in', () => {
  it('is told of 14 days before it is blocked', () => {
    expect([at(75.9), at(76), at(200)]).toEqual(['active', 'warn', 'warn']);
    expect([at(80, 76), at(89.9, 76), at(90, 76)]).toEqual(['warned', 'warned', 'block']);
  });

  it('is not blocked before its owner had the time of the notice, also if nobody looked for long', () => {
    expect([at(210, 200), at(213.9, 200), at(214, 200)]).toEqual(['warned', 'warned', 'block']);
  });

  it('is told of a quarter of a short time before, and never without the member', () => {
    const short = definePolicy({ dormant: { after: '8d', then: 'block' } });
    expect([at(5.9, undefined, short), at(6, undefined, short), at(8, 6, short)]).toEqual(['active', 'warn', 'block']);
    expect(at(1_000, undefined, definePolicy({}))).toBe('active');
  });
});
