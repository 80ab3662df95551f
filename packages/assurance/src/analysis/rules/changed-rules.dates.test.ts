import {
  definePolicy,
  evaluate,
  instant,
  type PolicyInput,
  policyIn,
  type RoleRuleInput,
  sessionLimits,
} from '@sallyport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { someTime, withDates } from '../../../../core/src/decision/dates.test-support.ts';
import { runs } from '../../../../core/src/decision/runs.test-support.ts';
import { anyCase, anyPolicyWithProviders } from '../../../../core/src/decision/worlds.test-support.ts';
import { changedRules } from './changed-rules.ts';

const rulesOf = (from: PolicyInput<string>, to: PolicyInput<string>) =>
  changedRules(definePolicy(from), definePolicy(to));
const weakerIn = (from: PolicyInput<string>, to: PolicyInput<string>) =>
  rulesOf(from, to).flatMap(({ weaker, source, member }) =>
    weaker ? [source === 'tenant' ? member : `${source.role}: ${member}`] : [],
  );

function later(day: string, rule: RoleRuleInput<string>): Pick<PolicyInput<string>, 'later'> {
  return { later: [{ from: `${day}T00:00:00Z`, ...rule }] };
}

describe('X42 the changed rules of a policy with dates', () => {
  it('have a weaker rule wherever the new policy grants on some day what the old policy did not', () => {
    const anyDated = anyPolicyWithProviders.chain(withDates);
    fc.assert(
      fc.property(anyDated, anyDated, anyCase, someTime, (a, b, given, now) => {
        const { later: _, ...plain } = a;
        const roles = Object.fromEntries(
          Object.entries(a.roles ?? {}).map(([role, { later: __, ...rule }]) => [
            role,
            { ...rule, ...(b.roles?.[role]?.later && { later: b.roles[role].later }) },
          ]),
        );
        const input: PolicyInput<string> = { ...plain, roles, ...(b.later && { later: b.later }) };
        const [from, to] = [definePolicy(a), definePolicy(input)];
        const { account } = given;
        const evidence = given.evidence.map((one) => ({ ...one, at: now }));
        const [before, after] = [from, to].map((policy) => policyIn(policy, { contexts: [], now }));
        if (before === undefined || after === undefined) return;
        if (evaluate(after, { account, evidence, now, local: true }).outcome !== 'granted') return;
        const isNew = evaluate(before, { account, evidence, now, local: true }).outcome !== 'granted';
        const limits = [before, after].map((policy) => sessionLimits(policy, account, evidence));
        const isLonger =
          (limits[1]?.idle ?? 0) > (limits[0]?.idle ?? 0) || (limits[1]?.absolute ?? 0) > (limits[0]?.absolute ?? 0);
        if (isNew || isLonger) expect(changedRules(from, to).some(({ weaker }) => weaker)).toBe(true);
      }),
      runs(900),
    );
  });

  it('call a date weaker that goes, comes later, or asks for less', () => {
    const strict: RoleRuleInput<string> = {
      requiredStrength: 'enhanced',
      methods: ['passkey'],
      session: { idle: '5m' },
    };
    const weaker: readonly PolicyInput<string>[] = [
      {},
      later('2026-12-16', strict),
      later('2026-12-15', { ...strict, requiredStrength: 'baseline' }),
      later('2026-12-15', { ...strict, methods: ['passkey', 'sso'] }),
      later('2026-12-15', { ...strict, session: { idle: '6m' } }),
      later('2026-12-15', { requiredStrength: 'enhanced', methods: ['passkey'] }),
    ];
    for (const to of weaker) {
      expect(weakerIn(later('2026-12-15', strict), to)).toEqual(['later']);
      expect(weakerIn({ roles: { clerk: later('2026-12-15', strict) } }, { roles: { clerk: to } })).toEqual([
        'clerk: later',
      ]);
    }
    expect(
      weakerIn(later('2026-12-15', { session: { idle: '5m' } }), later('2026-12-15', { session: { idle: '6m' } })),
    ).toEqual(['later']);
  });

  it('call a date no weaker that comes earlier, or that the rule beside it or the rule of the tenant covers', () => {
    const [strict, soon] = [{ requiredStrength: 'enhanced' } as const, '2026-12-15'];
    const ofRole = { roles: { clerk: later(soon, strict) as RoleRuleInput<string> } };
    const cases: readonly (readonly [PolicyInput<string>, PolicyInput<string>])[] = [
      [later(soon, strict), later('2026-12-14', strict)],
      [later(soon, strict), strict],
      [later(soon, strict), { ...strict, ...later('2027-01-01', { requiredStrength: 'phishing-resistant' }) }],
      [ofRole, later('2026-12-01', strict)],
      [ofRole, strict],
    ];
    for (const [from, to] of cases) {
      expect(weakerIn(from, to)).toEqual([]);
      expect(rulesOf(from, to).map(({ member }) => member)).toContain('later');
    }
    expect(weakerIn(ofRole, later('2026-12-16', strict))).toEqual(['clerk: later']);
  });

  it('list the rules that begin between two dates of one policy', () => {
    const policy = definePolicy<string>({
      ...later('2026-12-15', { requiredStrength: 'enhanced' }),
      roles: {
        clerk: {
          methods: ['sso', 'passkey'],
          later: [{ from: '2027-01-10T00:00:00Z', methods: ['passkey'], session: { idle: '5m' } }],
        },
      },
    });
    const on = (day: string) => policyIn(policy, { contexts: [], now: instant(Date.parse(`${day}T12:00:00Z`)) });
    const [before, between, after] = [on('2026-12-01'), on('2026-12-20'), on('2027-02-01')];
    const begun = {
      source: 'tenant',
      member: 'requiredStrength',
      before: 'baseline',
      after: 'enhanced',
      weaker: false,
    };
    const ofClerk = [
      {
        source: { role: 'clerk' },
        ...{ member: 'methods', before: ['sso', 'passkey'], after: ['passkey'], weaker: false },
      },
      { source: { role: 'clerk' }, member: 'session', before: null, after: { idle: '5m' }, weaker: false },
    ];
    expect(changedRules(before, between)).toEqual([begun]);
    expect(changedRules(between, after)).toEqual(ofClerk);
    expect(changedRules(before, after)).toEqual([begun, ...ofClerk]);
    expect(changedRules(after, between).map(({ member, weaker }) => [member, weaker])).toEqual([
      ['methods', true],
      ['session', true],
    ]);
    expect(changedRules(between, on('2026-12-31'))).toEqual([]);
  });
});
