import { definePolicy, type HostMethods, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { analyseThreats } from './analyse-threats.ts';
import type { ThreatFinding } from './finding.ts';
import { chainText } from './words.ts';

const HOST: HostMethods = { methods: ['passkey', 'password', 'totp', 'email-code', 'backup-code'] };
const ROLES = {
  admin: { requiredStrength: 'enhanced' },
  contractor: { requiredStrength: 'phishing-resistant' },
  guest: { requiredStrength: 'phishing-resistant' },
  staff: {},
} as const;

function findings(policy: PolicyInput<string>, host = HOST): readonly ThreatFinding[] {
  const thieves = (['password', 'mailbox'] as const).map((theft) => ({ id: theft, thefts: [theft] }));
  const all = analyseThreats(definePolicy({ roles: ROLES, ...policy }, host), { thieves }).findings;
  return all.filter(({ code }) => code === 'phished-proofs-keep-account');
}

describe('N16 a first factor after a phished password and mail code', () => {
  it('is one note for all roles that require more, with the way to the factor', () => {
    const [finding, ...others] = findings({});
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'info',
      path: 'enrollment.firstFactor',
      roles: [['admin'], ['contractor'], ['guest']],
      message: expect.stringContaining("of people with the roles 'admin', 'contractor' and 'guest', and the factor"),
    });
    expect(chainText(finding?.example?.chain ?? [])).toBe(
      'signs in by the password → goes on by a code to the mailbox → sets up a passkey of their own',
    );
  });

  it('is also found for people without a role', () => {
    const [finding] = findings({ requiredStrength: 'enhanced', roles: {} });
    expect(finding).toMatchObject({ roles: [[]], message: expect.stringContaining('of people without a role, and') });
  });

  it.each<[string, PolicyInput<string>, HostMethods?]>([
    ['an administrator vouches for the first factor', { enrollment: { firstFactor: 'vouched' } }],
    ['a password alone opens the set-up', { enrollment: { firstFactor: 'password' } }],
    ['no role requires more than a password and a mail code', { roles: { staff: {} } }],
    ['the roles forbid passwords', { roles: { admin: { ...ROLES.admin, methods: ['passkey'] } } }],
    ['the host sends no mail', {}, { methods: ['passkey', 'password', 'totp'] }],
  ])('is not found if %s', (_, policy, host) => {
    expect(findings(policy, host)).toEqual([]);
  });
});
