import { definePolicy, type HostMethods, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { verifyPolicy } from './verify-policy.ts';

const OWNER: PolicyInput<string> = { administrators: { policy: ['owner'], people: [] }, roles: { owner: {} } };
const TRUSTING: PolicyInput<string> = {
  ...OWNER,
  providers: { corp: { trust: [{ acr: 'mfa', strength: 'enhanced' }] } },
};
const host = (...methods: HostMethods['methods']): HostMethods => ({ methods, providers: ['corp'] });

/** What is said of those who may change the policy. */
function told(input: PolicyInput<string>, brought?: HostMethods): readonly string[] {
  return verifyPolicy(definePolicy(input, brought))
    .findings.filter(({ code }) => code.startsWith('administrators-'))
    .map(({ code, severity }) => `${severity} ${code}`);
}

describe('N4 a provider that the host brings, and that only a strength names', () => {
  const byOffice: PolicyInput<string> = {
    ...OWNER,
    roles: { owner: { requiredStrength: 'by-office' } },
    strengths: { 'by-office': { anyOf: [[{ method: 'sso', provider: 'office' }, { method: 'totp' }]] } },
  };
  const brings: HostMethods = { methods: ['password', 'sso', 'totp', 'email-code'], providers: ['corp', 'office'] };
  const errors = (input: PolicyInput<string>): readonly string[] =>
    verifyPolicy(definePolicy(input, brings))
      .findings.filter(({ severity }) => severity === 'error')
      .map(({ code }) => code);

  it.each<[string, PolicyInput<string>['providers']]>([
    ['names no provider', undefined],
    ['names another provider', { corp: { mailDomains: ['corp.example'] } }],
    ['names the provider as well', { corp: {}, office: {} }],
  ])('locks nobody out where `providers` %s', (_, providers) => {
    expect(errors({ ...byOffice, ...(providers && { providers }) })).toEqual([]);
  });

  it('and a strength that nothing satisfies still locks administrators out', () => {
    const withoutApp = { ...brings, methods: ['sso', 'email-code'] } as const;
    const asked: PolicyInput<string> = {
      ...byOffice,
      methods: ['sso'],
      roles: { owner: { requiredStrength: 'enhanced' } },
    };
    const { strengths: _, ...plain } = asked;
    expect(told(plain, withoutApp)).toContain('error administrators-locked-out');
  });
});

describe('N4 what administration takes', () => {
  it.each<[string, PolicyInput<string>, HostMethods, PolicyInput<string>, HostMethods]>([
    [
      'the word of a provider, since the role asks for it',
      {
        ...OWNER,
        roles: { owner: { requiredStrength: 'said' } },
        providers: { corp: {} },
        strengths: { said: { anyOf: [[{ method: 'sso', provider: 'corp', acr: ['mfa'] }]] } },
      },
      host('password', 'sso', 'totp', 'email-code'),
      {
        ...OWNER,
        roles: { owner: { requiredStrength: 'said' } },
        providers: { corp: {} },
        strengths: {
          said: { anyOf: [[{ method: 'sso', acr: ['mfa'] }], [{ method: 'password' }, { method: 'totp' }]] },
        },
      },
      host('password', 'sso', 'totp', 'email-code'),
    ],
    [
      'the word of a provider, since the host brings nothing else that is as strong',
      TRUSTING,
      host('password', 'sso', 'email-code'),
      TRUSTING,
      host('password', 'sso', 'email-code', 'totp'),
    ],
  ])('is told if it is %s', (_, input, brought, control, controlBrought) => {
    expect(told(input, brought)).toEqual(['info administrators-depend-on-provider']);
    expect(told(control, controlBrought)).toEqual([]);
  });

  it('is told if nothing that the host brings is as strong: they sign in, and can never administer', () => {
    expect(told(OWNER, { methods: ['password', 'email-code'] })).toEqual(['error administrators-cannot-administer']);
    expect(told({ ...OWNER, requiredStrength: 'single' }, { methods: ['password'] })).toEqual([
      'error administrators-cannot-administer',
    ]);
    // The control: one factor more.
    expect(told(OWNER, { methods: ['password', 'email-code', 'totp'] })).toEqual([]);
    expect(told({ ...OWNER, requiredStrength: 'single' }, { methods: ['password', 'passkey'] })).toEqual([]);
  });
});

describe('N4 W4 a helpdesk', () => {
  const helpdesk = [
    { roles: ['desk', 'dsk'], over: ['contractor'], may: ['vouch'] },
    { roles: ['dsk'], over: ['guest'], may: ['unlock'] },
  ] as const;
  const said = (input: PolicyInput<string>, code: string): readonly string[] =>
    verifyPolicy(definePolicy(input))
      .findings.filter((finding) => finding.code === code)
      .map(({ severity, path, message }) => `${severity} ${path}: ${message}`);

  it('is told once if its role has no rule', () => {
    const roles = { owner: {}, desk: {} };
    expect(said({ administrators: { policy: ['owner'], helpdesk }, roles }, 'administrator-role-unknown')).toEqual([
      expect.stringMatching(/^warning administrators\.helpdesk: .*'dsk'.*did you mean 'desk'\?$/),
    ]);
  });

  it('administers, so that a policy without other administrators lacks only those of the policy', () => {
    const [message = ''] = said({ administrators: { helpdesk } }, 'no-administrators');
    expect(message).toContain('No role may change the policy');
    expect(said({ administrators: {} }, 'no-administrators')[0]).toContain('Nobody administers');
  });

  it('is one of those as whom the mailbox alone signs in', () => {
    const [message] = said({ administrators: { policy: ['owner'], helpdesk } }, 'mailbox-alone');
    expect(message).toContain("holders of 'desk', 'dsk' and 'owner'");
  });
});
