import { definePolicy, evaluate, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { account, key, NOW, WITH_MAIL } from '../../../core/src/decision/facts.test-support.ts';
import { decisionMatrix } from './decision-matrix.ts';

const QUICKSTART: PolicyInput<string> = {
  requiredStrength: 'baseline',
  roles: { 'super-admin': { requiredStrength: 'enhanced' }, contractor: { requiredStrength: 'enhanced' } },
};
const HYBRID: PolicyInput<string> = {
  preferSso: 'corp',
  roles: {
    admin: { requiredStrength: 'enhanced' },
    employee: { methods: ['sso'] },
    visitor: { methods: ['password'] },
  },
  strengths: {
    'office-key': { anyOf: [[{ method: 'passkey', attested: true, userVerified: true }]] },
    corporate: { anyOf: [[{ method: 'sso', provider: 'corp', acr: ['mfa', 'phr'] }]] },
  },
  providers: { corp: { trust: [{ acr: 'mfa', strength: 'enhanced' }], mailDomains: ['corp.example'] }, club: {} },
};

/** The same policy, with the members of every object in reverse order. */
function reordered<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([member, inner]) => [member, reordered(inner)]),
  ) as Value;
}

describe('N7 the decision matrix', () => {
  it('of the quickstart is a table that a person reads', () => {
    const matrix = decisionMatrix(definePolicy(QUICKSTART));
    expect(matrix.rows.length).toBeLessThan(80);
    expect(matrix.toMarkdown()).toMatchSnapshot();
    expect(JSON.parse(JSON.stringify(matrix))).toEqual({ rows: JSON.parse(JSON.stringify(matrix.rows)) });
  });

  it.each([
    ['the quickstart', QUICKSTART],
    ['a hybrid', HYBRID],
  ])('does not depend on the order in which the policy is written: %s', (_, input) => {
    const [one, other] = [input, reordered(input)].map((written) => decisionMatrix(definePolicy(written)));
    expect(other?.toMarkdown()).toBe(one?.toMarkdown());
    expect(JSON.stringify(other)).toBe(JSON.stringify(one));
  });

  it('has one line a row, however a role is named', () => {
    const matrix = decisionMatrix(definePolicy({ roles: { 'a|b\nc': { requiredStrength: 'enhanced' } } }));
    const lines = matrix.toMarkdown().trimEnd().split('\n');
    expect(lines).toHaveLength(matrix.rows.length + 2);
    expect(lines.at(-1)).toContain('a\\|b c');
  });

  it('says who asked for what, and joins roles that ask for the same', () => {
    const { rows } = decisionMatrix(definePolicy(QUICKSTART));
    const row = rows.find(({ outcome }) => outcome === 'enrollment-required');
    expect(row).toMatchObject({
      roles: [['contractor'], ['super-admin']],
      factors: [['password', 'mailbox']],
      evidence: ['password', 'email-code'],
      offer: ['passkey', 'totp'],
      asked: ['contractor: enhanced', 'super-admin: enhanced', 'tenant: baseline'],
    });
  });

  it('has sets of roles that ask for something of their own, and both the redirect and the local way', () => {
    const { rows } = decisionMatrix(definePolicy(HYBRID));
    const shut = rows.filter(({ roles }) => roles.some((set) => set.join() === 'employee,visitor'));
    expect(new Set(shut.map(({ outcome }) => outcome))).toEqual(new Set(['denied']));
    const opening = rows.filter(
      ({ roles, evidence }) => roles.some((set) => set.length === 0) && evidence.length === 0,
    );
    expect(opening[0]).toMatchObject({ outcome: 'redirect', provider: 'corp' });
    expect(opening.slice(1).every(({ local }) => local === true)).toBe(true);
  });

  it('shows what it is asked to show', () => {
    const policy = definePolicy(QUICKSTART);
    const factors = account({ ...WITH_MAIL, passkeys: [key()] }).factors;
    const { rows } = decisionMatrix(policy, {
      roles: [['contractor']],
      factorSets: [factors],
      evidenceSets: [[], ['password', 'email-code'], ['totp']],
    });
    expect(rows.map(({ roles, evidence, outcome }) => [roles, evidence, outcome])).toEqual([
      [[['contractor']], [], 'factor-required'],
      [[['contractor']], ['password', 'email-code'], 'factor-required'],
    ]);
    const decision = evaluate(policy, {
      account: { roles: ['contractor'], factors },
      evidence: [
        { method: 'password', at: NOW },
        { method: 'email-code', at: NOW },
      ],
      now: NOW,
    });
    expect(decision).toMatchObject({ outcome: rows[1]?.outcome, accept: rows[1]?.accept });
  });

  it('changes where a rule does', () => {
    const before = decisionMatrix(definePolicy(QUICKSTART)).toMarkdown();
    expect(decisionMatrix(definePolicy({ ...QUICKSTART, emailCodes: { offer: 'always' } })).toMarkdown()).not.toBe(
      before,
    );
    expect(decisionMatrix(definePolicy({ ...QUICKSTART, lockout: { maxFailures: 5 } })).toMarkdown()).toBe(before);
  });
});
