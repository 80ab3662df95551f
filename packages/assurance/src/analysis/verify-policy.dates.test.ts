import { definePolicy, instant, type Policy, type PolicyInput, policyIn } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { decisionMatrix } from './decision-matrix.ts';
import type { Finding } from './findings/finding.ts';
import { previewPolicyChange } from './preview-change.ts';
import { analyseThreats } from './threats/analyse-threats.ts';
import { verifyPolicy } from './verify-policy.ts';
import { effectiveRules } from './world/effective-rules.ts';

const SOON = '2026-12-15T00:00:00Z';
const NEXT_YEAR = '2027-01-10T09:30:00+01:00';
const findings = (input: PolicyInput<string>): readonly Finding[] => verifyPolicy(definePolicy(input)).findings;
const told = (all: readonly Finding[]) => all.map(({ code, severity, from }) => [code, severity, from]);
const on = (input: PolicyInput<string>, date: string) =>
  policyIn(definePolicy(input), { contexts: [], now: instant(Date.parse(date)) });

const OWNED: PolicyInput<string> = {
  methods: ['password'],
  administrators: { policy: ['owner'], people: ['owner'] },
  roles: { owner: { requiredStrength: 'enhanced' } },
};

describe('X42 N4 verifyPolicy goes through each date of a policy', () => {
  it('names the date on which a role is locked out, and the date on which nobody administers', () => {
    const keys = { later: [{ from: SOON, methods: ['passkey'] }] } as const;
    const ofRole = findings({ ...OWNED, roles: { ...OWNED.roles, clerk: keys } });
    const [lockedOut] = ofRole.filter(({ code }) => code === 'role-locked-out');
    expect(lockedOut).toMatchObject({
      severity: 'error',
      from: '2026-12-15T00:00:00.000Z',
      counterexample: { roles: ['clerk'] },
    });
    expect(lockedOut?.message).toMatch(/^From 2026-12-15 on: /);

    const stranded = findings({
      ...OWNED,
      roles: { owner: { requiredStrength: 'enhanced', later: [{ ...keys.later[0], from: NEXT_YEAR }] } },
    });
    const [administrators] = stranded.filter(({ code }) => code === 'administrators-locked-out');
    expect(administrators).toMatchObject({ severity: 'error', from: '2027-01-10T08:30:00.000Z' });
    expect(administrators?.message).toMatch(/^From 2027-01-10T08:30Z on: /);
    expect(verifyPolicy(definePolicy({ ...OWNED, roles: { owner: keys } })).ok).toBe(false);
  });

  it('tells a finding once, at the first date on which it is so', () => {
    const bad = { methods: ['passkey'] } as const;
    const all = findings({
      ...OWNED,
      roles: {
        ...OWNED.roles,
        clerk: {
          later: [
            { from: SOON, ...bad },
            { from: NEXT_YEAR, requiredStrength: 'enhanced' },
          ],
        },
      },
    });
    expect(told(all).filter(([code]) => code === 'role-locked-out')).toEqual([
      ['role-locked-out', 'error', '2026-12-15T00:00:00.000Z'],
    ]);
    const before = findings({
      ...OWNED,
      roles: { ...OWNED.roles, clerk: bad },
      later: [{ from: SOON, requiredStrength: 'enhanced' }],
    });
    expect(told(before).filter(([code]) => code === 'role-locked-out')).toEqual([
      ['role-locked-out', 'error', undefined],
    ]);
  });

  it('finds nothing more in a policy whose dates hinder nobody', () => {
    const input: PolicyInput<string> = { ...OWNED, later: [{ from: SOON, requiredStrength: 'enhanced' }] };
    const plain = findings(OWNED);
    expect(findings(input)).toEqual(plain);
    expect(verifyPolicy(definePolicy(input)).world.decisions).toBeGreaterThan(
      verifyPolicy(definePolicy(OWNED)).world.decisions,
    );
  });

  it('calls a date idle that asks for nothing new, and counts a strength as used that a date requires', () => {
    const strengths = { key: { anyOf: [[{ method: 'passkey', userVerified: true }]] } } as const;
    const input: PolicyInput<string> = {
      ...OWNED,
      strengths,
      requiredStrength: 'enhanced',
      later: [
        { from: SOON, requiredStrength: 'baseline' },
        { from: NEXT_YEAR, requiredStrength: 'key' },
      ],
    };
    const idle = findings(input).filter(({ code }) => code === 'rule-never-matters' || code === 'unused-strength');
    expect(idle.map(({ path }) => path)).toContain('later.0');
    expect(idle.map(({ path }) => path)).not.toContain('later.1');
    expect(idle.map(({ code }) => code)).not.toContain('unused-strength');
  });

  it('judges a policy of which a date has passed by the rules that have begun', () => {
    const input: PolicyInput<string> = {
      ...OWNED,
      roles: {
        ...OWNED.roles,
        clerk: { later: [{ from: SOON, methods: ['passkey'] }] },
      },
    };
    const found = verifyPolicy(on(input, SOON)).findings.filter(({ code }) => code === 'role-locked-out');
    expect(told(found)).toEqual([['role-locked-out', 'error', undefined]]);
  });
});

describe('X42 the analysis of a date', () => {
  const INPUT: PolicyInput<string> = {
    requiredStrength: 'baseline',
    roles: { admin: { later: [{ from: NEXT_YEAR, requiredStrength: 'phishing-resistant' }] } },
    later: [{ from: SOON, requiredStrength: 'enhanced' }],
  };
  const plainly = (requiredStrength: 'baseline' | 'enhanced', ofAdmin?: 'phishing-resistant') =>
    definePolicy({ requiredStrength, roles: { admin: ofAdmin === undefined ? {} : { requiredStrength: ofAdmin } } });

  it('has the rules, the table and the threats of the same policy written plainly', () => {
    const reached = (policy: ReturnType<typeof plainly>) =>
      analyseThreats(policy, { budget: 100 }).cells.map(({ thief, account, reached: goals }) => [
        thief,
        account,
        goals.map(({ goal }) => goal),
      ]);
    for (const [date, plain] of [
      ['2026-12-01T00:00:00Z', plainly('baseline')],
      [SOON, plainly('enhanced')],
      [NEXT_YEAR, plainly('enhanced', 'phishing-resistant')],
    ] as const) {
      const then = on(INPUT, date);
      expect(effectiveRules(then).rules).toEqual(effectiveRules(plain).rules);
      const outcomes = (policy: typeof plain) =>
        decisionMatrix(policy).rows.map(({ roles, factors, evidence, outcome }) => [roles, factors, evidence, outcome]);
      expect(outcomes(then)).toEqual(outcomes(plain));
    }
    expect(reached(on(INPUT, SOON))).toEqual(reached(plainly('enhanced')));
  });

  it('counts in a preview who is not ready on the day', async () => {
    const accounts = [
      { id: 'ready', facts: { roles: [], factors: { password: 'independent' as const, totp: true, passkeys: [] } } },
      {
        id: 'app',
        facts: { roles: ['admin'], factors: { password: 'independent' as const, totp: true, passkeys: [] } },
      },
      {
        id: 'mail',
        facts: { roles: [], factors: { password: 'independent' as const, mailDomain: 'home.example', passkeys: [] } },
      },
    ];
    const previewed = async (from: string, to: string) => {
      const {
        unaffected,
        mustEnroll,
        worse,
        accounts: affected,
      } = await previewPolicyChange({
        from: on(INPUT, from),
        to: on(INPUT, to),
        accounts,
      });
      return { unaffected, mustEnroll, worse, ids: affected.map(({ id }) => id) };
    };
    expect(await previewed('2026-12-01T00:00:00Z', '2026-12-01T00:00:00Z')).toMatchObject({
      unaffected: 3,
      mustEnroll: 0,
    });
    expect(await previewed('2026-12-01T00:00:00Z', SOON)).toMatchObject({
      ...{ unaffected: 2, mustEnroll: 1, worse: { mustEnroll: 1, stranded: 0 } },
      ids: ['mail'],
    });
    expect(await previewed(SOON, NEXT_YEAR)).toMatchObject({
      ...{ unaffected: 1, mustEnroll: 2, worse: { mustEnroll: 1 } },
      ids: ['app', 'mail'],
    });
  });

  it('counts whom a change strands on the date on which it strands the most, and not whom the old policy strands then', async () => {
    const factors = { password: 'independent' as const, totp: true, passkeys: [] };
    const accounts = [
      { id: 'owner', facts: { roles: ['owner'], factors } },
      { id: 'clerk', facts: { roles: ['clerk'], factors } },
      { id: 'none', facts: { roles: [], factors: { passkeys: [] } } },
    ];
    const from = definePolicy(OWNED);
    const [first, then] = [instant(Date.parse(SOON)), instant(Date.parse(NEXT_YEAR))];
    const clerk = { later: [{ from: SOON, methods: ['passkey'] }] } as const;
    const onTwoDates = definePolicy({
      ...OWNED,
      roles: { ...OWNED.roles, clerk },
      later: [{ from: NEXT_YEAR, methods: ['passkey'] }],
    });
    const onOne = definePolicy({ ...OWNED, roles: { ...OWNED.roles, clerk } });
    const most = async (change: { from?: Policy; to: Policy }) =>
      (await previewPolicyChange({ ...change, accounts })).mostStranded;
    expect(await most({ from, to: from })).toEqual({ count: 0 });
    expect(await most({ to: from })).toEqual({ count: 1 });
    expect(await most({ from, to: onOne })).toEqual({ count: 1, from: first });
    expect(await most({ to: onOne })).toEqual({ count: 2, from: first });
    expect(await most({ from, to: onTwoDates })).toEqual({ count: 2, from: then });
    expect(await most({ from: onOne, to: onTwoDates })).toEqual({ count: 1, from: then });
    expect(await most({ from: onTwoDates, to: onTwoDates })).toEqual({ count: 0 });
    expect(await most({ from: onTwoDates, to: from })).toEqual({ count: 0 });
  });

  it('says that a date strands the administrators, although they administer until then', async () => {
    const factors = { password: 'independent' as const, totp: true, passkeys: [] };
    const accounts = [{ id: 'owner', facts: { roles: ['owner'], factors } }];
    const previewed = async (later: PolicyInput<string>['later']) => {
      const to = definePolicy({ ...OWNED, ...(later && { later }) });
      const { administrators, strandsAdministrators, dates } = await previewPolicyChange({ to, accounts });
      return { viable: administrators.viable, strandsAdministrators, stranded: dates?.map(({ stranded }) => stranded) };
    };
    expect(await previewed(undefined)).toEqual({ viable: 1, strandsAdministrators: false, stranded: undefined });
    expect(await previewed([{ from: SOON, requiredStrength: 'enhanced' }])).toEqual({
      ...{ viable: 1, strandsAdministrators: false },
      stranded: [0],
    });
    expect(await previewed([{ from: SOON, methods: ['passkey'] }])).toEqual({
      ...{ viable: 1, strandsAdministrators: true },
      stranded: [1],
    });
  });
});
