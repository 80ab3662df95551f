import { definePolicy, type HostMethods, METHODS, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { decisionMatrix } from './decision-matrix.ts';
import { counterexampleText } from './findings/wording.ts';
import { SHOWN } from './shown.test-support.ts';
import { ONE_THING_EACH, type Told } from './told.test-support.ts';
import { type VerifyOptions, verifyPolicy } from './verify-policy.ts';

/** The report on a policy as a terminal shows it, without the number of decisions. */
function told(input: PolicyInput<string>, host?: HostMethods, options?: VerifyOptions): string {
  const { findings, ok, world } = verifyPolicy(definePolicy(input, host), options);
  const { decisions: _, ...extent } = world;
  return [
    `${ok ? 'ok' : 'not ok'}: ${JSON.stringify(extent)}`,
    ...findings.flatMap(({ code, severity, path, message, counterexample }) => [
      `${severity} ${code}${path === undefined ? '' : ` at ${path}`}: ${message.replace(/\d+ decisions/, 'some decisions')}`,
      `    ${counterexampleText(counterexample)}`,
    ]),
  ].join('\n');
}

const HOST: HostMethods = { methods: METHODS, providers: ['corp', 'club'], codes: ['sms-code', 'voice-code'] };
const LOCAL: HostMethods = { methods: ['password', 'passkey', 'totp', 'email-code', 'backup-code'] };

/** Policies in which rules repeat other rules. */
const MORE: readonly (readonly [string, PolicyInput<string>, HostMethods?, VerifyOptions?])[] = [
  ['codes of the host', {}, HOST],
  ['codes of the host beside nothing stronger', { requiredStrength: 'phone', strengths: { phone: phone() } }, HOST],
  ['no provider and no directory', {}, LOCAL],
  ['nothing but passwords', { requiredStrength: 'single' }, { methods: ['password'] }],
  [
    'rules that change nothing',
    {
      methods: ['password', 'passkey'],
      session: { idle: '1h', absolute: '12h' },
      emailCodes: { offer: 'always' },
      enrollment: { firstFactor: 'password' },
      recovery: { mailboxAlone: 'refuse' },
      requiredStrength: 'phishing-resistant',
      preferSso: 'corp',
      providers: { corp: {} },
      roles: {
        laxer: { requiredStrength: 'single', methods: ['password', 'passkey', 'sso', 'ldap'], session: { idle: '2h' } },
        same: {
          requiredStrength: 'phishing-resistant',
          methods: ['passkey', 'password'],
          session: { absolute: '12h' },
        },
        shorter: { session: { idle: '5m' } },
      },
    },
  ],
  ['a single strength, and a passkey by its model', { requiredStrength: 'own', strengths: { own: model() } }],
  [
    'two passkeys',
    {
      requiredStrength: 'two',
      strengths: { two: { anyOf: [[{ method: 'passkey' }, { method: 'passkey', userVerified: true }]] } },
    },
  ],
  [
    'providers that own mailboxes and are trusted',
    {
      requiredStrength: 'enhanced',
      preferSso: 'corp',
      methods: ['sso', 'passkey'],
      roles: { admin: { methods: ['sso'] }, local: { methods: ['passkey'] }, all: { requiredStrength: 'two-fold' } },
      strengths: {
        'two-fold': {
          anyOf: [
            [{ method: 'sso', provider: 'corp', acr: ['mfa', 'phr'] }, { method: 'totp' }],
            [{ method: 'sso', amr: ['hwk', 'pin'] }],
          ],
        },
      },
      providers: {
        corp: {
          mailDomains: ['corp.example'],
          trust: [
            { acr: 'mfa', strength: 'enhanced' },
            { amr: ['hwk', 'pin'], strength: 'phishing-resistant' },
          ],
        },
        club: {},
      },
    },
  ],
  [
    'four roles that exclude each other in pairs and in threes',
    {
      roles: {
        a: { methods: ['password', 'passkey'] },
        b: { methods: ['passkey', 'sso'] },
        c: { methods: ['sso', 'password'] },
        c2: { methods: ['password', 'sso'] },
        d: { methods: ['ldap'] },
      },
    },
  ],
  [
    'administrators of whom none, one and all are known',
    {
      administrators: { policy: ['owner', 'ownr'], people: ['helper', 'zzz'] },
      roles: { owner: { methods: ['sso'] }, helper: { requiredStrength: 'enhanced' } },
      providers: { corp: {} },
    },
  ],
  ['limits that are reached', { roles: { a: { requiredStrength: 'enhanced' } } }, undefined, { decisionsAtMost: 40 }],
  [
    'fewer roles at once',
    { roles: { a: { methods: ['sso'] }, b: { methods: ['passkey'] } } },
    undefined,
    { rolesAtOnce: 1 },
  ],
];

function phone(): NonNullable<PolicyInput<string>['strengths']>[string] {
  return {
    anyOf: [
      [{ method: 'password' }, { method: 'sms-code' }],
      [{ method: 'ldap' }, { method: 'voice-code' }],
    ],
  };
}

function model(): NonNullable<PolicyInput<string>['strengths']>[string] {
  return {
    anyOf: [
      [{ method: 'passkey', aaguid: ['ee882879-721c-4913-9775-3dfcce97072a'], deviceBound: true }],
      [{ method: 'passkey', attested: true, userVerified: true }, { method: 'password' }],
    ],
  };
}

/** By name, as `it.each` takes them. */
const NAMED: readonly Told[] = [
  ...MORE.map(([name, input, host, options]) => ({ name, input, host, options })),
  ...ONE_THING_EACH,
];

describe('N4 what is told of a policy', () => {
  it.each(SHOWN)('%s, shown', (_, shows) => {
    expect(told(shows)).toMatchSnapshot();
  });

  it.each(SHOWN)('%s, not shown', (_, __, doesNot) => {
    expect(told(doesNot)).toMatchSnapshot();
  });

  it.each(NAMED)('$name', ({ input, host, options }) => {
    expect(told(input, host, options)).toMatchSnapshot();
  });
});

describe('N7 the decision matrix', () => {
  it.each(NAMED.slice(0, MORE.length))('$name', ({ input, host }) => {
    const matrix = decisionMatrix(definePolicy(input, host));
    expect(matrix.toMarkdown()).toMatchSnapshot();
  });
});
