import { describe, expect, it } from 'vitest';
import { instant } from '../time/instant.ts';
import { definePolicy } from './define-policy.ts';
import { dormancyAt } from './dormancy.ts';

const DAY = 86_400_000;
const policy = definePolicy({ dormant: { after: '90d', then: 'block' } });
const dayOf = (days?: number) => (days === undefined ? undefined : instant(days * DAY));
const at = (days: number, warnedAt?: number, of = policy, askedSince?: number) =>
  dormancyAt(of, { since: instant(0), warnedAt: dayOf(warnedAt), askedSince: dayOf(askedSince) }, instant(days * DAY));

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

  it('is told again where the notice was about a shorter time', () => {
    const longer = definePolicy({ dormant: { after: '120d', then: 'block' } });
    expect([at(105.9, 76, longer), at(106, 76, longer), at(120, 76, longer)]).toEqual(['active', 'warn', 'warn']);
    expect([at(120, 105.9, longer), at(120, 106, longer)]).toEqual(['warn', 'block']);
  });

  it('is told again where the policy did not ask for it since the notice, and never because nobody looked for long', () => {
    expect([at(400, 76, policy, 77), at(400, 76, policy, 76), at(400, 76, policy, 1)]).toEqual([
      'warn',
      'block',
      'block',
    ]);
    expect([at(413.9, 400, policy, 400), at(414, 400, policy, 400)]).toEqual(['warned', 'block']);
  });
});
