import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_METHODS, maskOf } from '../strength/method.ts';
import { milliseconds } from '../time/duration.ts';
import { joinRules, NO_RULE } from './join-rules.ts';
import type { Rule } from './policy.ts';

const limit = fc.integer({ min: 1, max: 5 }).map((hours) => milliseconds(hours * 3_600_000));
const rule: fc.Arbitrary<Rule> = fc.record({
  strengths: fc.integer({ min: 0, max: 2 ** 30 - 1 }),
  methods: fc.integer({ min: 0, max: ALL_METHODS }),
  session: fc.record(
    {
      idle: limit,
      absolute: limit,
      most: fc.integer({ min: 1, max: 5 }),
      beyond: fc.constantFrom('refuse', 'end-oldest'),
    },
    { requiredKeys: [] },
  ),
});

/** A law that holds for every three rules. */
function always(law: (a: Rule, b: Rule, c: Rule) => void): void {
  fc.assert(fc.property(rule, rule, rule, law));
}

describe('X1 the join of rules', () => {
  it('is commutative', () => {
    always((a, b) => {
      expect(joinRules(a, b)).toEqual(joinRules(b, a));
    });
  });

  it('is associative', () => {
    always((a, b, c) => {
      expect(joinRules(joinRules(a, b), c)).toEqual(joinRules(a, joinRules(b, c)));
    });
  });

  it('is idempotent, of equal rules as of the same one', () => {
    always((a) => {
      expect([joinRules(a, a), joinRules(a, structuredClone(a))]).toEqual([a, a]);
    });
  });

  it('is left as it was by the rule that asks for nothing', () => {
    always((a) => {
      expect([joinRules(a, NO_RULE), joinRules(NO_RULE, a), joinRules(a, { ...NO_RULE })]).toEqual([a, a, a]);
    });
  });

  it('never loosens: each part of the join is as strict as that of either rule', () => {
    always((a, b) => {
      const joined = joinRules(a, b);
      for (const one of [a, b]) {
        expect(joined.strengths & one.strengths).toBe(one.strengths);
        expect(joined.methods & ~one.methods).toBe(0);
        expect(joined.session.idle ?? Infinity).toBeLessThanOrEqual(one.session.idle ?? Infinity);
        expect(joined.session.absolute ?? Infinity).toBeLessThanOrEqual(one.session.absolute ?? Infinity);
      }
    });
  });

  it('X29 takes the smaller number of sessions, and refuses if either refuses', () => {
    always((a, b) => {
      const { most = Infinity, beyond } = joinRules(a, b).session;
      const both = [a.session, b.session];
      expect(most).toBe(Math.min(...both.map((one) => one.most ?? Infinity)));
      expect(beyond === 'refuse').toBe(both.some((one) => one.beyond === 'refuse'));
    });
  });

  it('asks for no more than the two together', () => {
    always((a, b) => {
      const joined = joinRules(a, b);
      expect(joined.strengths & ~(a.strengths | b.strengths)).toBe(0);
      expect(joined.methods).toBe(a.methods & b.methods);
      expect([a.session.idle, b.session.idle]).toContain(joined.session.idle);
      expect([a.session.absolute, b.session.absolute]).toContain(joined.session.absolute);
    });
  });

  it('can leave no way in at all', () => {
    const only = (method: 'password' | 'sso'): Rule => ({ ...NO_RULE, methods: maskOf([method]) });
    expect(joinRules(only('password'), only('sso')).methods).toBe(0);
  });
});
