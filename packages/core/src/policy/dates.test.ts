import { describe, expect, it } from 'vitest';
import { judge } from '../acts/judge.ts';
import { evaluate } from '../decision/evaluate.ts';
import { account, NOW, password, proof, WITH_MAIL } from '../decision/facts.test-support.ts';
import { sessionLimits } from '../decision/session-limits.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { instant } from '../time/instant.ts';
import { datesOf } from './dates.ts';
import { definePolicy } from './define-policy.ts';
import { anywhere, policyIn } from './policy-in.ts';
import { sentences } from './problems-of.test-support.ts';

const HOUR = 3_600_000;
const at = (hours: number): string => new Date(NOW + hours * HOUR).toISOString();
const time = (hours: number) => instant(NOW + hours * HOUR);
const POLICY = definePolicy<string>({
  requiredStrength: 'single',
  roles: {
    admin: { requiredStrength: 'baseline', later: [{ from: at(2), requiredStrength: 'phishing-resistant' }] },
    desk: { later: [{ from: at(1), methods: ['passkey'] }] },
  },
  later: [
    { from: at(1), requiredStrength: 'baseline' },
    { from: at(3), requiredStrength: 'enhanced', session: { absolute: '1h' } },
  ],
  contexts: { outside: { requiredStrength: 'phishing-resistant' } },
});
const on = (hours: number) => policyIn(POLICY, { contexts: [], now: time(hours) });
const asked = (who: AccountFacts, evidence: readonly Evidence[]) => ({ account: who, evidence, now: NOW });
const CLERK = account({ ...WITH_MAIL, totp: true });
const ADMIN = account({ ...WITH_MAIL, totp: true }, { roles: ['admin'] });
const names = (policy: typeof POLICY, who = CLERK) => requirementsOf(policy, who).required.map(({ name }) => name);

describe('X42 the dates of a policy', () => {
  it('are listed once, the earliest first, and only those that are still to come', () => {
    expect(datesOf(POLICY)).toEqual([time(1), time(2), time(3)]);
    expect(datesOf(on(1))).toEqual([time(2), time(3)]);
    expect(datesOf(on(9))).toEqual([]);
    expect(datesOf(definePolicy({}))).toEqual([]);
  });

  it('make a policy for each interval, compiled once', () => {
    expect(on(0)).toBe(POLICY);
    expect(on(1)).toBe(on(1.5));
    expect(on(1)).not.toBe(on(2));
    expect(Object.isFrozen(on(3))).toBe(true);
    expect([0, 1, 2, 3].map((hours) => names(on(hours), ADMIN))).toEqual([
      ['single', 'baseline'],
      ['single', 'baseline'],
      ['single', 'baseline', 'phishing-resistant'],
      ['single', 'baseline', 'enhanced', 'phishing-resistant'],
    ]);
    expect(on(2).begun?.since).toBe(time(2));
  });

  it('go both ways where a time is told, and stay where none is', () => {
    expect(policyIn(on(3), { contexts: [], now: time(1) })).toBe(on(1));
    expect(policyIn(on(3), { contexts: [] })).toBe(on(3));
    const placed = policyIn(on(1), { contexts: ['outside'] });
    expect(placed.place?.anywhere).toBe(on(1));
    expect(anywhere(placed)).toBe(on(1));
    expect(anywhere(placed, time(3))).toBe(on(3));
    expect(policyIn(POLICY, { contexts: ['outside'], now: time(1) })).toBe(placed);
  });

  it('begin at the moment, in the zone that is written', () => {
    const vienna = definePolicy({ later: [{ from: '2026-12-15T00:00:00+01:00', requiredStrength: 'enhanced' }] });
    const begin = instant(Date.UTC(2026, 11, 14, 23));
    expect(datesOf(vienna)).toEqual([begin]);
    expect(policyIn(vienna, { contexts: [], now: instant(begin - 1) })).toBe(vienna);
    expect(names(policyIn(vienna, { contexts: [], now: begin }))).toContain('enhanced');
  });

  it('hold where a policy was asked for before them: a question has its time', () => {
    const early = asked(CLERK, [password()]);
    const late = { ...early, now: time(1), evidence: [{ ...password(), at: time(1) }] };
    expect([evaluate(POLICY, early), evaluate(POLICY, late)].map(({ outcome }) => outcome)).toEqual([
      'granted',
      'factor-required',
    ]);
    const acts = [early, late].map(({ now, evidence }) =>
      judge(POLICY, { type: 'export' }, { actor: { kind: 'session' }, target: CLERK, evidence, now }),
    );
    const plain = definePolicy({ requiredStrength: 'baseline' });
    expect(acts[1]).toEqual(judge(plain, { type: 'export' }, { ...late, actor: { kind: 'session' }, target: CLERK }));
    const inContext = policyIn(POLICY, { contexts: ['outside'] });
    expect(evaluate(inContext, late)).toEqual(
      evaluate(policyIn(POLICY, { contexts: ['outside'], now: time(1) }), late),
    );
  });

  it('are never taken back by a question of an earlier time: the analysis asks a date before it comes', () => {
    expect(evaluate(on(3), asked(CLERK, [password()])).outcome).toBe('factor-required');
  });

  it('tell each rule in the reasons, by the tenant or the role that wrote it', () => {
    const { because } = evaluate(on(3), asked(ADMIN, [password(), proof('totp')]));
    expect(because.map(({ code, params, source }) => [code, Object.values(params)[0], source]).slice(0, 5)).toEqual([
      ['strength-required', 'single', 'tenant'],
      ['strength-required', 'baseline', 'tenant'],
      ['strength-required', 'enhanced', 'tenant'],
      ['strength-required', 'baseline', { role: 'admin' }],
      ['strength-required', 'phishing-resistant', { role: 'admin' }],
    ]);
  });

  it('bring the limits of their own strength, and the limits that they write', () => {
    const absolute = (hours: number) => sessionLimits(on(hours), CLERK, [password()]).absolute / HOUR;
    expect([0, 1, 3].map(absolute)).toEqual([720, 720, 1]);
    const long = definePolicy({ session: { absolute: '60d' }, later: [{ from: at(1), requiredStrength: 'enhanced' }] });
    const then = policyIn(long, { contexts: [], now: time(1) });
    expect(sessionLimits(then, CLERK, [password()]).absolute / HOUR).toBe(24);
  });

  it('restrict the ways in of a role that had no rule', () => {
    const desk = account(CLERK.factors, { roles: ['desk'] });
    const outcomes = [0, 1].map((hours) => evaluate(on(hours), asked(desk, [password()])).outcome);
    expect(outcomes).toEqual(['granted', 'denied']);
  });
});

describe('X42 a policy is refused', () => {
  const strength = { requiredStrength: 'enhanced' };

  it.each([['2026-12-15'], ['2026-12-15T00:00:00'], ['2026-02-30T00:00:00Z'], ['soon'], [0]])(
    'with the date %j',
    (from) => {
      const [problem, ...more] = sentences({ later: [{ from, ...strength }] });
      expect([problem, more]).toEqual([expect.stringMatching(/^later\.0\.from: is a date with a time and a zone/), []]);
    },
  );

  it('with dates out of order, or one date twice in a list', () => {
    const dates = (...from: string[]) => from.map((one) => ({ from: one, ...strength }));
    expect(sentences({ later: dates(at(2), at(1)) })).toEqual([
      expect.stringMatching(/^later\.1\.from: is not after the date before it/),
    ]);
    expect(sentences({ roles: { admin: { later: dates(at(1), at(1)) } } })).toEqual([
      expect.stringMatching(/^roles\.admin\.later\.1\.from: is not after/),
    ]);
    expect(sentences({ later: dates(at(1)), roles: { admin: { later: dates(at(1)) } } })).toEqual([]);
  });

  it('with an unknown strength, a rule that asks nothing, a wrong member, or sessions that are over before they are idle', () => {
    expect(sentences({ later: [{ from: at(1), requiredStrength: 'enhansed' }] })).toEqual([
      expect.stringContaining("did you mean 'enhanced'?"),
    ]);
    expect(sentences({ later: [{ from: at(1) }] })).toEqual(['later.0: asks for nothing: leave the date out']);
    expect(sentences({ later: [] })).toEqual([expect.stringMatching(/^later: an empty list/)]);
    expect(sentences({ roles: { admin: { later: [{ from: at(1), requiredStrenght: 'enhanced' }] } } })).toEqual([
      expect.stringContaining("did you mean 'requiredStrength'?"),
    ]);
    expect(sentences({ later: [{ from: at(1), session: { idle: '2h', absolute: '1h' } }] })).toEqual([
      expect.stringMatching(/^later\.0\.session\.idle: is longer than absolute/),
    ]);
  });

  it('with more dates than the analysis goes through, or a way in that the host does not bring', () => {
    const many = (first: number) =>
      Array.from({ length: 12 }, (_, place) => ({ from: at(first + place), ...strength }));
    expect(sentences({ later: many(1) })).toEqual([]);
    expect(sentences({ later: many(1), roles: { admin: { later: many(2) } } })).toEqual([
      'later: there are 13 dates; a policy has at most 12',
    ]);
    const host = { methods: ['password'], codes: [] } as const;
    expect(() => definePolicy({ later: [{ from: at(1), methods: ['ldap'] }] }, host)).toThrow(/later\.0\.methods\.0/);
  });
});
