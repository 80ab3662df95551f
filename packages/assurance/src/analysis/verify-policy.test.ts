import { definePolicy, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import type { Finding, FindingCode } from './findings/finding.ts';
import { counterexampleText } from './findings/wording.ts';
import { verifyPolicy } from './verify-policy.ts';

const verify = (input: PolicyInput<string>) => verifyPolicy(definePolicy(input));
const find = (input: PolicyInput<string>, code: FindingCode): Finding | undefined =>
  verify(input).findings.find((finding) => finding.code === code);
const inWords = (finding: Finding | undefined): string | undefined =>
  finding && counterexampleText(finding.counterexample);

/** A company's policy: roles, providers, and a restriction of ways in. */
const COMPANY: PolicyInput<string> = {
  methods: ['password', 'passkey', 'sso', 'ldap'],
  preferSso: 'corp',
  roles: {
    admin: { requiredStrength: 'enhanced', session: { idle: '15m', absolute: '12h' } },
    employee: { methods: ['sso'] },
    contractor: { requiredStrength: 'enhanced', methods: ['password', 'passkey'] },
  },
  providers: { corp: { trust: [{ acr: 'mfa', strength: 'enhanced' }], mailDomains: ['corp.example'] } },
};

describe('N4 a policy without traps comes out clean', () => {
  it.each([
    ['the default', {}],
    [
      'the quickstart',
      { roles: { 'super-admin': { requiredStrength: 'enhanced' }, contractor: { requiredStrength: 'enhanced' } } },
    ],
    ['phishing-resistant', { requiredStrength: 'phishing-resistant' }],
  ] as const)('%s', (_, input: PolicyInput<string>) => {
    const { ok, findings, world } = verify(input);
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(ok).toBe(true);
    expect(world.complete).toBe(true);
  });

  it('and of the default it is worth knowing that nobody administers, and what a mailbox reaches', () => {
    const { findings } = verify({});
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['no-administrators', 'info'],
      ['mailbox-alone', 'info'],
    ]);
    expect(findings[0]?.message).toContain('every /admin route answers 403');
    expect(findings[1]?.message).toContain("'single' and 'baseline'");
  });

  it('W4 no role administers by its name alone, and where people have administrators the policy may have none', () => {
    const told = (input: PolicyInput<string>) => find(input, 'no-administrators')?.message;
    expect(told({ roles: { admin: {}, 'super-admin': {} } })).toContain('Nobody administers');
    expect(told({ administrators: { people: ['admin'] } })).toContain('No role may change the policy');
    expect(told({ administrators: { policy: ['super-admin'] } })).toBeUndefined();
    expect(
      find({ administrators: { people: ['admn'] }, roles: { admin: {} } }, 'administrator-role-unknown'),
    ).toMatchObject({ severity: 'warning', path: 'administrators.people' });
  });
});

describe('N4 broken policies, each with its trap and the smallest case', () => {
  it('roles of which each leaves the other no way in', () => {
    const finding = find(COMPANY, 'roles-exclude-each-other');
    expect(finding).toMatchObject({
      severity: 'warning',
      counterexample: { roles: ['contractor', 'employee'], evidence: [] },
    });
    expect(finding?.message).toContain("'contractor' and 'employee' together never can");
    expect(finding?.counterexample.decision).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
  });

  it('a role whose strength no allowed way in can satisfy', () => {
    const finding = find(
      {
        roles: { auditor: { requiredStrength: 'office-key', methods: ['password'] } },
        strengths: { 'office-key': { anyOf: [[{ method: 'passkey', userVerified: true, deviceBound: true }]] } },
      },
      'role-locked-out',
    );
    expect(finding).toMatchObject({ severity: 'error', path: 'roles.auditor' });
    expect(inWords(finding)).toBe(
      "whoever holds the role 'auditor', with passkey, before any proof: denied (no-way-in)",
    );
  });

  it('passkeys alone, of which nobody could register the first', () => {
    const input: PolicyInput<string> = { administrators: { policy: ['owner'] }, methods: ['passkey'] };
    expect(find(input, 'administrators-cannot-begin')).toMatchObject({
      severity: 'error',
      path: 'administrators.policy',
    });
    expect(inWords(find(input, 'cannot-begin'))).toBe(
      'an account without a role, with password and mailbox, before any proof: denied (no-way-in)',
    );
  });

  it('administrators who need vouching by an administrator', () => {
    const input: PolicyInput<string> = {
      administrators: { policy: ['owner'] },
      requiredStrength: 'enhanced',
      enrollment: { firstFactor: 'vouched' },
    };
    expect(inWords(find(input, 'administrators-need-vouching'))).toBe(
      "whoever holds the role 'owner', with password, after password: denied (no-way-in)",
    );
    expect(find(input, 'only-by-vouching')).toMatchObject({ severity: 'info' });
  });

  it('a provider that nobody trusts, that owns the mailbox and is the only way in', () => {
    const input: PolicyInput<string> = {
      administrators: { policy: ['owner'] },
      methods: ['sso'],
      preferSso: 'corp',
      providers: { corp: { mailDomains: ['corp.example'] } },
    };
    expect(inWords(find(input, 'only-by-vouching'))).toBe(
      'an account without a role, with sso corp, after sso corp: denied (no-way-in)',
    );
    expect(find(input, 'only-by-vouching')).toMatchObject({ severity: 'warning' });
    expect(find(input, 'administrators-depend-on-provider')).toMatchObject({ severity: 'warning' });
  });

  it('a provider that would have to assert two classes at once: it is asked for, and leads nowhere', () => {
    const local = [{ method: 'password' }, { method: 'totp' }] as const;
    const finding = find(
      {
        requiredStrength: 'silver',
        roles: { officer: { requiredStrength: 'gold' } },
        strengths: {
          silver: { anyOf: [[{ method: 'sso', acr: ['silver'] }], local] },
          gold: { anyOf: [[{ method: 'sso', acr: ['gold'] }], local] },
        },
        providers: { corp: {} },
      },
      'dead-end',
    );
    expect(finding).toMatchObject({ severity: 'error', path: 'roles.officer' });
    expect(inWords(finding)).toBe(
      "whoever holds the role 'officer', with sso corp, before any proof: factor-required: sso",
    );
  });
});
