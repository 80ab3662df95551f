import { describe, expect, it } from 'vitest';
import { evaluate } from '../decision/evaluate.ts';
import { account, NOW, password } from '../decision/facts.test-support.ts';
import { METHODS } from '../strength/method.ts';
import { definePolicy } from './define-policy.ts';
import type { HostMethods } from './host-methods.ts';
import type { PolicyInput } from './policy-input.ts';
import { problemsOf } from './problems-of.test-support.ts';

const LOCAL: HostMethods = { methods: ['password', 'passkey', 'totp', 'email-code', 'backup-code'] };
const WITHOUT_MAILER: HostMethods = { methods: ['password', 'passkey', 'totp', 'backup-code'] };

const [MODEL, OTHER] = ['cb69481e-8ff7-4039-93ec-0a2729a154a8', 'ee882879-721c-4913-9775-3dfcce97072a'] as const;

const attested = (aaguid?: readonly string[]): PolicyInput<string> => ({
  strengths: {
    key: { anyOf: [[{ method: 'password' }, { method: 'passkey', attested: true, ...(aaguid && { aaguid }) }]] },
  },
});

describe('what a policy names and the host does not bring', () => {
  it.each<[string, PolicyInput<string>, string]>([
    ['single sign-on', { methods: ['sso'] }, 'methods.0'],
    ['a directory, for a role', { roles: { staff: { methods: ['password', 'ldap'] } } }, 'roles.staff.methods.1'],
    ['a provider that is trusted', { providers: { corp: {} } }, 'providers.corp'],
    [
      'a code in a strength',
      { strengths: { phone: { anyOf: [[{ method: 'password' }, { method: 'sms-code' }]] } } },
      'strengths.phone.anyOf.0.1.method',
    ],
    ['X4 a mailer, for codes that are always offered', { emailCodes: { offer: 'always' } }, 'emailCodes.offer'],
    ['a vault', { vault: { emergency: 'required' } }, 'vault.emergency'],
    ['X2 an attested model', attested(), 'strengths.key.anyOf.0.1.attested'],
    ['X2 an attested model of a list', attested([MODEL]), 'strengths.key.anyOf.0.1.attested'],
  ])('is a problem with a code and its path: %s', (_, policy, path) => {
    expect(problemsOf(policy, WITHOUT_MAILER)).toMatchObject([{ path, code: 'not-configured' }]);
    expect(problemsOf(policy)).toEqual([]);
    const brought = {
      methods: METHODS,
      providers: ['corp'],
      codes: ['sms-code'],
      vault: true,
      attestedModels: [MODEL],
    } as const;
    expect(problemsOf(policy, brought)).toEqual([]);
  });

  it('P8 a provider that the host brings is known by its name alone, and told beside the policy', () => {
    const host = { methods: METHODS, providers: ['corp'] };
    const own = { anyOf: [[{ method: 'sso', provider: 'corp' }]] } as const;
    expect(problemsOf({ preferSso: 'corp', strengths: { own } }, host)).toEqual([]);
    expect(problemsOf({ preferSso: 'corp' })).toMatchObject([{ path: 'preferSso' }]);
    expect(definePolicy({}, host).broughtProviders).toEqual(['corp']);
  });

  it('X2 a model is attested only by a root for it, or by a root that does not list its models', () => {
    const told = (policy: PolicyInput<string>, attestedModels: HostMethods['attestedModels']): unknown[] =>
      problemsOf(policy, { ...LOCAL, attestedModels: attestedModels ?? [] }).map(({ path, message }) => [
        path,
        message,
      ]);
    expect(told(attested([MODEL, OTHER]), [MODEL])).toEqual([
      ['strengths.key.anyOf.0.1.aaguid.1', `the host brings no attestation root for the model '${OTHER}'`],
    ]);
    expect(told(attested([MODEL, OTHER]), 'any')).toEqual([]);
    expect(told(attested(), [OTHER])).toEqual([]);
    const unattested = { key: { anyOf: [[{ method: 'passkey', attested: false, aaguid: [MODEL] }]] } } as const;
    expect(told({ strengths: unattested }, [])).toEqual([]);
  });

  it('is a problem for the provider that is preferred, and for sso without any provider', () => {
    const policy: PolicyInput<string> = { preferSso: 'corp', providers: { corp: {} } };
    expect(problemsOf(policy, { methods: METHODS, providers: ['club'] }).map(({ path }) => path)).toEqual([
      'preferSso',
      'providers.corp',
    ]);
    expect(problemsOf({ methods: ['sso'] }, { methods: METHODS })).toMatchObject([{ path: 'methods.0' }]);
  });

  it('a misspelt code is told as one, whoever is the host', () => {
    const policy: PolicyInput<string> = {
      strengths: { own: { anyOf: [[{ method: 'password' }, { method: 'emial-code' }]] } },
    };
    expect(problemsOf(policy)).toMatchObject([{ nearest: 'email-code' }]);
    const reserved: unknown = {
      strengths: { own: { anyOf: [[{ method: 'password' }, { method: 'enrollment-code' }]] } },
    };
    expect(problemsOf(Object(reserved))).toMatchObject([{ message: "there is no method named 'enrollment-code'" }]);
  });

  it('is in no reason', () => {
    const policy = definePolicy({}, { ...LOCAL, codes: ['sms-code'] });
    const { because } = evaluate(policy, { account: account({}), evidence: [password()], now: NOW });
    expect(because[0]?.satisfiedBy).toEqual([
      ['passkey'],
      ['password', 'passkey'],
      ['password', 'totp'],
      ['password', 'email-code'],
      ['password', 'backup-code'],
      ['password', 'sms-code'],
    ]);
  });

  it('without a host, reasons are as they were', () => {
    const { because } = evaluate(definePolicy({}), { account: account({}), evidence: [], now: NOW });
    expect(because[0]?.satisfiedBy).toHaveLength(13);
  });
});
