import { type AccountFactors, definePolicy, type Evidence, evaluate, instant, type PolicyInput } from '@sallyport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOW, password, proof } from '../../../core/src/decision/facts.test-support.ts';
import { runs } from '../../../core/src/decision/runs.test-support.ts';
import { anyPolicy } from '../../../core/src/decision/worlds.test-support.ts';
import { withoutRule } from './claims.test-support.ts';
import type { Finding, FindingCode } from './findings/finding.ts';
import { type VerifyOptions, verifyPolicy } from './verify-policy.ts';

const verify = (input: PolicyInput<string>, options?: VerifyOptions) => verifyPolicy(definePolicy(input), options);
const find = (input: PolicyInput<string>, code: FindingCode): Finding | undefined =>
  verify(input).findings.find((finding) => finding.code === code);

describe('N4 rules that never matter', () => {
  const idlePaths = (input: PolicyInput<string>): (string | undefined)[] =>
    verify(input)
      .findings.filter(({ code }) => code === 'rule-never-matters')
      .map(({ path }) => path);

  it.each([
    [
      'roles.a.requiredStrength',
      { roles: { a: { requiredStrength: 'single' } } },
      { roles: { a: { requiredStrength: 'enhanced' } } },
    ],
    [
      'roles.a.methods',
      { methods: ['password'], roles: { a: { methods: ['password', 'sso'] } } },
      { methods: ['password', 'ldap'], roles: { a: { methods: ['password', 'sso'] } } },
    ],
    ['roles.a.session', { roles: { a: { session: { idle: '60d' } } } }, { roles: { a: { session: { idle: '20d' } } } }],
    [
      'roles.a.session',
      { session: { most: 2 }, roles: { a: { session: { most: 3 } } } },
      { session: { most: 2 }, roles: { a: { session: { most: 1 } } } },
    ],
    [
      'emailCodes.offer',
      { requiredStrength: 'enhanced', emailCodes: { offer: 'always' } },
      { emailCodes: { offer: 'always' } },
    ],
    [
      'enrollment.firstFactor',
      { enrollment: { firstFactor: 'vouched' } },
      { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } },
    ],
    [
      'recovery.mailboxAlone',
      { requiredStrength: 'enhanced', recovery: { mailboxAlone: 'refuse' } },
      { recovery: { mailboxAlone: 'refuse' } },
    ],
    [
      'preferSso',
      { methods: ['password'], preferSso: 'corp', providers: { corp: {} } },
      { methods: ['password', 'sso'], preferSso: 'corp', providers: { corp: {} } },
    ],
    [
      'strengths.own.anyOf.1',
      { strengths: { own: { anyOf: [[{ method: 'passkey' }], [{ method: 'passkey', attested: true }]] } } },
      { strengths: { own: { anyOf: [[{ method: 'ldap' }], [{ method: 'passkey', attested: true }]] } } },
    ],
    [
      'providers.corp.trust.0',
      { providers: { corp: { trust: [{ acr: 'a', strength: 'single' }] } } },
      { providers: { corp: { trust: [{ acr: 'a', strength: 'baseline' }] } } },
    ],
    [
      'providers.corp.trust.1',
      {
        providers: {
          corp: {
            trust: [
              { acr: 'a', strength: 'enhanced' },
              { acr: 'a', strength: 'baseline' },
            ],
          },
        },
      },
      {
        providers: {
          corp: {
            trust: [
              { acr: 'a', strength: 'enhanced' },
              { acr: 'b', strength: 'baseline' },
            ],
          },
        },
      },
    ],
  ] as const)('%s', (path, shows: PolicyInput<string>, doesNot: PolicyInput<string>) => {
    expect(idlePaths(shows)).toContain(path);
    expect(idlePaths(doesNot)).not.toContain(path);
  });

  const SMS = { method: 'sms-code' } as const;
  const PASSWORD = { method: 'password' } as const;
  const MAILED_LDAP = [{ method: 'ldap' }, { method: 'email-code' }] as const;

  it.each<[string, string, PolicyInput<string>, AccountFactors, readonly Evidence[]]>([
    [
      'a combination that is the only place that names a delivered code: without it nobody could set that code up',
      'strengths.own.anyOf.0',
      { enrollment: { firstFactor: 'password' }, strengths: { own: { anyOf: [[PASSWORD, SMS], [PASSWORD]] } } },
      { passkeys: [], password: 'independent' },
      [password()],
    ],
    [
      'an offer of codes, where what is required takes a delivered code of the host',
      'emailCodes.offer',
      {
        requiredStrength: 'own',
        strengths: {
          own: {
            anyOf: [
              [PASSWORD, SMS],
              [PASSWORD, { method: 'totp' }],
            ],
          },
        },
        emailCodes: { offer: 'always' },
      },
      { passkeys: [], password: 'independent', totp: true, codes: ['sms-code'] },
      [password()],
    ],
    [
      'what opens a first factor, where a delivered code of the host is the second proof',
      'enrollment.firstFactor',
      {
        requiredStrength: 'own',
        strengths: {
          own: { anyOf: [[PASSWORD], MAILED_LDAP, [{ method: 'sso' }], [{ method: 'passkey' }]] },
          named: { anyOf: [[PASSWORD, SMS]] },
        },
        enrollment: { firstFactor: 'vouched' },
      },
      { passkeys: [], ldap: true, codes: ['sms-code'] },
      [proof('ldap'), proof('sms-code')],
    ],
  ])('are not said to be idle: %s', (_, path, input, factors, evidence) => {
    const asked = { account: { roles: [], factors }, evidence, now: NOW };
    const answer = (document: PolicyInput<string>): unknown => {
      const { because: _because, ...rest } = evaluate(definePolicy(document), asked);
      return rest;
    };
    // The control: this answer depends on the rule.
    expect(answer(withoutRule(input, path))).not.toEqual(answer(input));
    expect(idlePaths(input)).not.toContain(path);
  });

  it('of parts that make each other idle, one stays', () => {
    const trusted = { acr: 'a', strength: 'baseline' };
    expect(idlePaths({ providers: { corp: { trust: [trusted, trusted] } } })).toEqual(['providers.corp.trust.1']);
    const asserted = { method: 'sso', provider: 'corp', acr: ['a'] } as const;
    expect(
      idlePaths({
        strengths: { own: { anyOf: [[asserted], [{ method: 'passkey' }]] } },
        providers: { corp: { trust: [{ acr: 'a', strength: 'own' }] } },
      }),
    ).toEqual(['strengths.own.anyOf.0']);
  });

  it('a laxer rule of a role is a warning, the same rule again is worth knowing', () => {
    expect(
      find({ requiredStrength: 'enhanced', roles: { a: { requiredStrength: 'baseline' } } }, 'rule-never-matters')
        ?.severity,
    ).toBe('warning');
    expect(
      find({ requiredStrength: 'enhanced', roles: { a: { requiredStrength: 'enhanced' } } }, 'rule-never-matters')
        ?.severity,
    ).toBe('info');
  });

  it('and in random policies their removal changes no decision of any account that the other laws are tried on', () => {
    fc.assert(
      fc.property(anyPolicy, (input) => {
        for (const { code, path } of verify(input, { decisionsAtMost: 2_000 }).findings) {
          const [, role, member] = path?.split('.') ?? [];
          if (code !== 'rule-never-matters' || role === undefined || !path?.startsWith('roles.')) continue;
          const { [member as 'methods']: _, ...rest } = input.roles?.[role] ?? {};
          expect(decisions({ ...input, roles: { ...input.roles, [role]: rest } }, role)).toEqual(
            decisions(input, role),
          );
        }
      }),
      runs(15),
    );
  });
});

/** Every decision about an account of a role that has a password, a passkey, a mailbox and an identity elsewhere. */
function decisions(input: PolicyInput<string>, role: string): unknown[] {
  const policy = definePolicy(input);
  const at = instant(0);
  const passkey = {
    userVerified: true,
    deviceBound: false,
    aaguid: '00000000-0000-0000-0000-000000000000',
    attested: false,
  };
  const factors = {
    password: 'independent',
    passkeys: [{ id: 'k', ...passkey }],
    sso: ['corp'],
    mailDomain: 'home.example',
  } as const;
  const proofs = [
    { method: 'password', at },
    { method: 'passkey', at, credentialId: 'k', ...passkey },
    { method: 'sso', at, provider: 'corp' },
    { method: 'email-code', at },
  ] as const;
  return Array.from({ length: 2 ** proofs.length }, (_, set) => {
    const evidence = proofs.filter((_proof, place) => (set & (1 << place)) !== 0);
    const { because, ...answer } = evaluate(policy, { account: { roles: [role], factors }, evidence, now: at });
    return answer;
  });
}
