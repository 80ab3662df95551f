import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../decision/runs.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import { milliseconds } from '../time/duration.ts';
import { type Instant, instant } from '../time/instant.ts';
import { INDEPENDENT } from './mailbox.ts';
import { matchedBySso } from './pattern-index.ts';
import type { ProviderAssertion } from './provider-assertion.ts';
import {
  LONGEST_REPORTS,
  MOST_REPORTS,
  type ProviderReport,
  reportedBefore,
  reportsAfter,
  reportsUntil,
  reportsWithin,
} from './provider-reports.ts';

const DAY = 86_400_000;
const NOW = instant(1_700_000_000_000);
const WITHIN = milliseconds(90 * DAY);
const policy = definePolicy({ providers: { corp: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } } });
const daysAgo = (days: number): Instant => instant(NOW - days * DAY);
const at = (days: number, words: ProviderAssertion): ProviderReport => ({
  ...{ at: daysAgo(days), firstAt: daysAgo(days) },
  ...words,
});
const after = (reports: readonly ProviderReport[], report: ProviderReport, under = policy) =>
  reportsAfter(under, 'corp', reports, report);
const afterAll = (reports: readonly ProviderReport[]) =>
  reports.reduce<readonly ProviderReport[]>((kept, report) => after(kept, report), []);

describe('N16 the reports of a provider that count beside its last one', () => {
  it('are those of the time that the policy names, to the millisecond', () => {
    const reports = [
      { at: instant(NOW - WITHIN), amr: ['mfa'] },
      { at: instant(NOW - WITHIN - 1), acr: 'gold' },
    ];
    expect(reportsWithin(reports, NOW, WITHIN)).toEqual([{ acr: undefined, amr: ['mfa'] }]);
    expect(reportsWithin(reports, instant(NOW - 1), WITHIN)).toHaveLength(2);
  });

  it('count with a date of a clock that was ahead, which is no reason to count for less', () => {
    expect(reportsWithin([{ at: instant(NOW + 1), amr: ['mfa'] }], NOW, WITHIN)).toHaveLength(1);
  });
});

describe('X28 what was known of an identity before an instant', () => {
  const since = daysAgo(5);
  const [mfa, key] = [{ amr: ['mfa'] }, { amr: ['mfa', 'hwk'] }];

  it('is what was reported before, also if it was reported again since', () => {
    const again = { at: NOW, firstAt: daysAgo(9), ...mfa };
    expect(reportedBefore({ said: mfa, reported: [again] }, since)).toEqual({ said: mfa, reported: [again] });
    expect(reportedBefore({ said: { amr: ['pwd'] }, reported: [again, at(1, { amr: ['pwd'] })] }, since)).toEqual({
      reported: [again],
    });
  });

  it('has no report of that instant or later, and no last report that says more than the earlier ones', () => {
    const reported = [at(9, mfa), at(5, { amr: ['hwk'] }), at(1, key)];
    expect(reportedBefore({ said: key, reported }, since)).toEqual({ reported: [at(9, mfa)] });
    expect(reportedBefore({ said: key, reported: [at(1, key)] }, since)).toEqual({});
  });

  it('has what an older record knows without a first date', () => {
    const old = { at: NOW, ...mfa };
    expect(reportedBefore({ said: mfa, reported: [old] }, since)).toEqual({ said: mfa, reported: [old] });
    expect(reportedBefore({ said: mfa }, since)).toEqual({ said: mfa });
  });
});

describe('N16 the end of the time in which all of these reports count', () => {
  it('is the first instant at which one of them counts no more', () => {
    expect(reportsUntil([], NOW, WITHIN)).toBeUndefined();
    const reports = [at(3, { amr: ['mfa'] }), at(5, { acr: 'gold' }), at(91, { acr: 'old' })];
    const until = reportsUntil(reports, NOW, WITHIN);
    expect(until).toBe(NOW + 85 * DAY + 1);
    const counted = (when: number) => reportsWithin(reports, instant(when), WITHIN).length;
    expect([counted(NOW), counted(Number(until) - 1), counted(Number(until))]).toEqual([2, 2, 1]);
  });
});

describe('N16 the reports that are kept', () => {
  it('keep what said more beside a weaker report, and each date', () => {
    const strong = at(3, { acr: 'mfa', amr: ['pwd', 'otp'] });
    const weak = at(1, { amr: ['pwd'] });
    expect(afterAll([strong, weak])).toEqual([strong, weak]);
  });

  it('lose what a later report says as well, whatever a policy asks for', () => {
    const later = at(0, { acr: 'mfa', amr: ['otp', 'pwd'] });
    for (const earlier of [{ amr: ['pwd'] }, { acr: 'mfa' }, { acr: 'mfa', amr: ['pwd', 'otp'] }]) {
      const again = { ...later, firstAt: daysAgo(3) };
      expect(afterAll([again, at(2, earlier), later])).toEqual([again]);
    }
    for (const earlier of [{ amr: ['hwk'] }, { acr: 'gold' }, { acr: 'gold', amr: ['pwd'] }])
      expect(afterAll([at(2, earlier), later])).toEqual([at(2, earlier), later]);
  });

  it('keep what was reported before it was reported with more: only that is known of the time before', () => {
    const [first, more] = [at(3, { amr: ['mfa'] }), at(1, { amr: ['mfa', 'hwk'] })];
    expect(afterAll([first, more])).toEqual([first, more]);
    const dated = { ...first, at: NOW };
    expect(afterAll([first, more, at(0, { amr: ['mfa'] })])).toEqual([more, dated]);
  });

  it('have an unknown first date as long as an older record has none', () => {
    const old: ProviderReport = { at: daysAgo(1), amr: ['mfa'] };
    expect(after([old], at(0, { amr: ['mfa'] }))).toEqual([{ at: NOW, amr: ['mfa'] }]);
  });

  it('of whoever reports much do not push out what was known before', () => {
    const first = at(80, { amr: ['mfa'] });
    const many = Array.from({ length: 50 }, (_, place) => ({
      at: instant(NOW + place),
      acr: `${place}`,
      amr: ['mfa'],
    }));
    const kept = afterAll([first, ...many]);
    expect(kept).toHaveLength(MOST_REPORTS);
    expect(kept).toContainEqual(first);
    expect(kept.at(-1)).toMatchObject({ acr: '49' });
  });

  it('gain nothing by a report of nothing', () => {
    const kept = [at(3, { amr: ['mfa'] })];
    expect(after(kept, at(0, {}))).toBe(kept);
    expect(after(kept, at(0, { amr: [] }))).toBe(kept);
    expect(afterAll([at(0, {})])).toEqual([]);
  });

  it('have each method once', () => {
    expect(afterAll([at(0, { amr: ['pwd', 'pwd', 'mfa'] })])).toEqual([at(0, { amr: ['pwd', 'mfa'] })]);
  });

  it('are dated anew by the same report, though not within the hour, so that few sign-ins write', () => {
    const hour = 3_600_000;
    const first = { at: NOW, acr: 'mfa', amr: ['pwd', 'otp'] };
    const kept = [first];
    expect(after(kept, { ...first, amr: ['otp', 'pwd'], at: instant(NOW + hour - 1) })).toBe(kept);
    const again = { ...first, at: instant(NOW + hour) };
    expect(after(kept, again)).toEqual([again]);
  });

  it('have no date of a wrong clock any more after the next report', () => {
    const ahead: ProviderReport = { at: instant(NOW + 9999 * DAY), amr: ['mfa'] };
    const now = { at: NOW, amr: ['mfa'] };
    expect(after([ahead], { at: NOW, amr: ['pwd'] })).toEqual([now, at(0, { amr: ['pwd'] })]);
    expect(after([ahead], { at: NOW })).toEqual([now]);
    expect(after([ahead], now)).toEqual([now]);
  });

  it('are few and short, and somebody with one factor at the provider does not push the strong one out', () => {
    const strong = at(80, { amr: ['mfa'] });
    const weak = (place: number): ProviderReport => ({
      ...{ at: instant(NOW + place), firstAt: instant(NOW + place) },
      ...{ acr: `${place}`, amr: ['pwd', 'kba'] },
    });
    const many = Array.from({ length: 50 }, (_, place) => weak(place));
    const kept = afterAll([strong, ...many]);
    expect(kept).toHaveLength(MOST_REPORTS);
    expect(kept).toContainEqual(strong);
    expect(kept.at(-1)).toEqual(many.at(-1));

    const long = (place: number): ProviderReport => ({
      ...weak(place),
      amr: Array.from({ length: 50 }, (_, word) => `${place} ${word} `.padEnd(200, 'x')),
    });
    const short = afterAll([strong, long(1), long(2), long(3)]);
    expect(short).toEqual([strong, long(3)]);
    expect(JSON.stringify(short).length).toBeLessThan(2 * LONGEST_REPORTS);
  });

  it('lose the oldest if the policy counts each of too many for something else', () => {
    const classes = Array.from({ length: MOST_REPORTS + 1 }, (_, place) => `class-${place}`);
    const trust = classes.map((acr) => ({ acr, strength: 'baseline' as const }));
    const counting = definePolicy({ providers: { corp: { trust } } });
    const reports = classes.map((acr, place) => at(50 - place, { acr }));
    const kept = reports.reduce<readonly ProviderReport[]>((all, report) => after(all, report, counting), []);
    expect(kept).toEqual(reports.slice(1));
  });

  it('lose nothing that a policy counts: of few reports, under every policy', () => {
    const words = fc.record(
      { acr: fc.constantFrom('mfa', 'gold'), amr: fc.subarray(['pwd', 'otp', 'hwk']) },
      { requiredKeys: [] },
    );
    const trust = fc.record({
      word: fc.constantFrom({ acr: 'mfa' }, { acr: 'gold', amr: ['otp'] }, { amr: ['hwk', 'pwd'] }),
      strength: fc.constantFrom('baseline', 'enhanced', 'phishing-resistant'),
    });
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 8 }),
        fc.array(trust, { maxLength: 3 }),
        fc.integer({ min: 0, max: 12 }),
        (said, trusts, days) => {
          const reports = said.map((one, place) => at(said.length - place, one));
          const kept = afterAll(reports);
          const newer = definePolicy({
            providers: { corp: { trust: trusts.map(({ word, strength }) => ({ ...word, strength })) } },
          });
          const matched = (all: readonly ProviderReport[]) =>
            reportsWithin(all, NOW, milliseconds(days * DAY)).reduce(
              (bits, one) => bits | matchedBySso(newer.patternIndex, 'corp', one, INDEPENDENT),
              matchedBySso(newer.patternIndex, 'corp', {}, INDEPENDENT),
            );
          expect(kept.length).toBeLessThanOrEqual(MOST_REPORTS);
          expect(matched(kept)).toBe(matched(reports));
        },
      ),
      runs(300),
    );
  });
});
