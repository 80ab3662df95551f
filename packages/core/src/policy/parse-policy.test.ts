import { describe, expect, it } from 'vitest';
import { ALL_METHODS, METHODS } from '../strength/method.ts';
import { milliseconds } from '../time/duration.ts';
import { definePolicy, parsePolicy } from './define-policy.ts';
import type { HostMethods } from './host-methods.ts';
import { PolicyError, type PolicyProblem } from './policy-error.ts';

const HOST: HostMethods = { methods: ['password', 'passkey'] };

/** The problems as texts: `path: message`. */
function told(input: unknown, host?: HostMethods): string[] {
  try {
    parsePolicy(input, host);
    return [];
  } catch (error) {
    if (error instanceof PolicyError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
}

describe('a policy that is in force and names what the host does not bring', () => {
  const tells = (input: unknown, host?: HostMethods): (readonly PolicyProblem[])[] => {
    const all: (readonly PolicyProblem[])[] = [];
    parsePolicy(input, host, (problems) => all.push(problems));
    return all;
  };

  it('is served, and it is told what is missing', () => {
    expect(tells({ methods: ['sso'] }, HOST)).toMatchObject([[{ path: 'methods.0', code: 'not-configured' }]]);
    expect(() => parsePolicy({ methods: ['sso'] }, HOST)).toThrow(PolicyError);
  });

  it('nothing is told if nothing is missing, or nobody says what the host brings', () => {
    expect(tells({ methods: ['password'] }, HOST)).toEqual([]);
    expect(tells({ methods: ['sso'] })).toEqual([]);
  });

  it('what is wrong whoever is the host is thrown all the same', () => {
    expect(() => tells({ requiredStrength: 'unheard-of' }, HOST)).toThrow(PolicyError);
  });
});

describe('what a policy is compiled to', () => {
  it('N10 what becomes of sessions that fall short of a change, and after which grace', () => {
    const onTighten = (written?: unknown) => parsePolicy(written === undefined ? {} : { onTighten: written }).onTighten;
    expect(onTighten()).toEqual({ act: 'next-sign-in', after: 0 });
    expect(onTighten('revoke')).toEqual({ act: 'revoke', after: 0 });
    expect(onTighten({ after: '7d', then: 'step-up' })).toEqual({
      act: 'step-up',
      after: milliseconds(7 * 86_400_000),
    });
  });

  it('a role that asks for nothing is a rule that asks for nothing', () => {
    expect(definePolicy({ roles: { member: {} } }).roles.get('member')).toMatchObject({
      strengths: 0,
      methods: ALL_METHODS,
      session: {},
    });
  });

  it("the host's codes once each, in one order", () => {
    const codes = ['voice-code', 'sms-code', 'voice-code'] as const;
    expect(definePolicy({}, { ...HOST, codes }).codes).toEqual(['sms-code', 'voice-code']);
  });
});

describe('a policy that is wrong is told how', () => {
  it('in the words of the member that is wrong', () => {
    expect(told({ passkeys: { counterRegression: 'ignore' } })).toEqual([
      "passkeys.counterRegression: is one of 'report', 'refuse'",
    ]);
    expect(told({ onTighten: 'later' })).toEqual([
      "onTighten: is 'next-sign-in', 'next-request', 'step-up', 'revoke', or { after: '7d', then: one of the last three }",
    ]);
    expect(told({ strengths: { Own: { anyOf: [[{ method: 'passkey' }]] } } })).toEqual([
      'strengths.Own: a strength is named in lower case, with digits and dashes',
    ]);
    const asks = (pattern: object) => told({ strengths: { own: { anyOf: [[{ method: 'password' }, pattern]] } } });
    expect(asks({ method: 'passkey', userVerifed: true })).toEqual([
      "strengths.own.anyOf.0.1.userVerifed: there is no such member; did you mean 'userVerified'?",
    ]);
    expect(asks({ method: 'passkey', userVerified: 'yes' })).toEqual([
      'strengths.own.anyOf.0.1.userVerified: Invalid input: expected boolean, received string',
    ]);
    expect(asks({ method: 5 })).toHaveLength(1);
    expect(asks({})).toHaveLength(1);
    expect(() => parsePolicy(5)).toThrow('(policy): ');
  });

  it('also what its sound part says, beside what is not sound', () => {
    const known = "there are 'single', 'baseline', 'enhanced', 'phishing-resistant'";
    const unheard = `requiredStrength: there is no strength named 'unheard-of'; ${known}`;
    for (const wrong of [
      { other: 1 },
      { roles: 5 },
      { roles: null },
      { roles: undefined },
      { other: 1, methods: ['password'] },
      { roles: { admin: { other: 1 }, member: {} } },
    ])
      expect(told({ requiredStrength: 'unheard-of', ...wrong })).toContain(unheard);
    expect(told({ other: 1, roles: { admin: { requiredStrength: 'unheard-of' } } })).toEqual([
      'other: there is no such member',
      `roles.admin.${unheard}`,
    ]);
  });

  it('and not where a limit is just reached', () => {
    expect(told({ lockout: { maxFailures: 10, hardLimit: 10 } })).toEqual([]);
    expect(told({ lockout: { lockFor: '1h', maxLockFor: '1h' } })).toEqual([]);
  });

  it("in the host's words, where it does not bring what is named", () => {
    const only: HostMethods = { methods: ['password'] };
    expect(told({ methods: ['password', 'ldap', 'sso', 'passkey'] }, only)).toEqual([
      'methods.1: the host brings no LDAP directory',
      'methods.2: the host brings no provider for single sign-on',
      "methods.3: the host brings no method 'passkey'",
    ]);
    const own = { anyOf: [[{ method: 'password' }, { method: 'totp' }]] };
    expect(told({ strengths: { own } }, only)).toEqual([
      "strengths.own.anyOf.0.1.method: the host brings no method 'totp'",
    ]);
  });

  it('a directory is a provider by its name', () => {
    const host: HostMethods = { methods: METHODS, directory: 'staff' };
    expect(told({ providers: { staff: {} } }, host)).toEqual([]);
    expect(told({ providers: { other: {} } }, host)).toEqual(["providers.other: the host brings no provider 'other'"]);
  });

  it('a code that the host brings is none that is misspelt', () => {
    const own = { anyOf: [[{ method: 'password' }, { method: 'emial-code' }]] };
    expect(told({ strengths: { own } }, { ...HOST, codes: ['emial-code'] })).toEqual([]);
    expect(told({ strengths: { own } })).toHaveLength(1);
  });
});
