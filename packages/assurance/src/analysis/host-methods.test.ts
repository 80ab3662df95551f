import { definePolicy, type HostMethods, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { verifyPolicy } from './verify-policy.ts';

const LOCAL: HostMethods = { methods: ['password', 'passkey', 'totp', 'email-code', 'backup-code'] };

describe('a method that the host does not bring', () => {
  it('N4 is in no world of the analysis', () => {
    const text = JSON.stringify(verifyPolicy(definePolicy({}, { ...LOCAL, codes: ['sms-code'] })));
    expect(text).not.toContain('ldap');
    expect(text).not.toContain('"sso"');
  });
});

describe('what verifyPolicy says of a delivered code', () => {
  it('X23 notes that it is all that stands beside a password (NIST SP 800-63B-4 §3.1.3.3)', () => {
    const host: HostMethods = { ...LOCAL, codes: ['sms-code'] };
    const notes = (policy: PolicyInput<string>, brought?: HostMethods): unknown[] =>
      verifyPolicy(definePolicy(policy, brought)).findings.filter(({ code }) => code === 'restricted-authenticator');
    expect(notes({}, host)).toMatchObject([
      { severity: 'info', path: 'requiredStrength', counterexample: { decision: { outcome: 'granted' } } },
    ]);
    expect(notes({}, LOCAL)).toEqual([]);
    expect(notes({})).toEqual([]);
    expect(notes({ requiredStrength: 'enhanced' }, host)).toEqual([]);
  });

  it('X23 warns of a strength that is called by an assurance level and takes one', () => {
    const strengths = { aal2: { anyOf: [[{ method: 'password' }, { method: 'sms-code' }]] } } as const;
    const { findings } = verifyPolicy(definePolicy({ requiredStrength: 'aal2', strengths }));
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'restricted-authenticator',
        severity: 'warning',
        path: 'strengths.aal2.anyOf.0',
      }),
    );
  });
});
