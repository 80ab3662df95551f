// Policies that together show every finding.
import type { OrganisationRuleInput, PolicyInput } from '@sallyport/core';
import type { FindingCode } from './findings/finding.ts';

const OWNED = { policy: ['owner'] } as const;
const TWO_PASSWORDS = { anyOf: [[{ method: 'password' }, { method: 'ldap' }]] } as const;
const MAILED = { anyOf: [[{ method: 'password' }, { method: 'email-code' }]] } as const;
const GOLD = { anyOf: [[{ method: 'passkey', attested: true }]] } as const;

function inOrganisations(owner: OrganisationRuleInput<string>): PolicyInput<string> {
  const administrators = { rule: ['owner'], people: ['owner'] };
  return { strengths: { gold: GOLD }, organisations: { roles: { owner, member: {} }, administrators } };
}

/** A policy with a finding, and the smallest change that removes the finding. */
export const SHOWN: readonly (readonly [FindingCode, PolicyInput<string>, PolicyInput<string>])[] = [
  [
    'nobody-can-sign-in',
    { methods: ['ldap'], requiredStrength: 'mailed', strengths: { mailed: MAILED } },
    { methods: ['password'], requiredStrength: 'mailed', strengths: { mailed: MAILED } },
  ],
  [
    'role-locked-out',
    { roles: { a: { requiredStrength: 'gold', methods: ['password'] } }, strengths: { gold: GOLD } },
    { roles: { a: { requiredStrength: 'gold', methods: ['passkey'] } }, strengths: { gold: GOLD } },
  ],
  [
    'roles-exclude-each-other',
    { roles: { a: { methods: ['sso'] }, b: { methods: ['password'] } } },
    { roles: { a: { methods: ['sso'] }, b: { methods: ['password', 'sso'] } } },
  ],
  [
    'dead-end',
    { requiredStrength: 'mailed', methods: ['password'], strengths: { mailed: MAILED } },
    {
      requiredStrength: 'mailed',
      methods: ['password'],
      strengths: { mailed: { anyOf: [[{ method: 'password' }, { method: 'totp' }]] } },
    },
  ],
  [
    'way-in-leads-nowhere',
    { requiredStrength: 'mailed', strengths: { mailed: MAILED } },
    { requiredStrength: 'mailed', methods: ['password'], strengths: { mailed: MAILED } },
  ],
  ['cannot-begin', { roles: { a: { methods: ['passkey'] } } }, { roles: { a: { methods: ['passkey', 'password'] } } }],
  [
    'provider-cannot-begin',
    { providers: { corp: { createAccounts: true } } },
    { providers: { corp: { createAccounts: true, trust: [{ strength: 'baseline' }] } } },
  ],
  [
    'only-by-vouching',
    { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } },
    { requiredStrength: 'enhanced', enrollment: { firstFactor: 'two-proofs' } },
  ],
  ['no-administrators', {}, { administrators: OWNED }],
  [
    'administrators-locked-out',
    {
      administrators: { policy: ['a'] },
      roles: { a: { requiredStrength: 'gold', methods: ['password'] } },
      strengths: { gold: GOLD },
    },
    {
      administrators: { policy: ['a', 'b'] },
      roles: { a: { requiredStrength: 'gold', methods: ['password'] } },
      strengths: { gold: GOLD },
    },
  ],
  [
    'administrators-cannot-begin',
    { administrators: { policy: ['a'] }, roles: { a: { methods: ['passkey'] } } },
    { administrators: { policy: ['a'] }, roles: { a: { methods: ['passkey', 'ldap'] } } },
  ],
  [
    'administrators-need-vouching',
    { administrators: OWNED, requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } },
    { administrators: OWNED, requiredStrength: 'enhanced', enrollment: { firstFactor: 'password' } },
  ],
  [
    'administrators-depend-on-provider',
    { administrators: OWNED, preferSso: 'corp', roles: { owner: { methods: ['sso'] } }, providers: { corp: {} } },
    {
      administrators: OWNED,
      preferSso: 'corp',
      roles: { owner: { methods: ['sso', 'password'] } },
      providers: { corp: {} },
    },
  ],
  [
    'administrator-role-unknown',
    { administrators: { policy: ['ovner'] }, roles: { owner: {} } },
    { administrators: { policy: ['owner'] }, roles: { owner: {} } },
  ],
  ['mailbox-alone', {}, { recovery: { mailboxAlone: 'refuse' } }],
  [
    'non-monotone',
    {
      roles: { a: { requiredStrength: 'gold' } },
      strengths: { gold: GOLD },
      providers: {
        corp: {
          trust: [
            { acr: 'mfa', strength: 'baseline' },
            { acr: 'gold', strength: 'gold' },
          ],
        },
      },
    },
    {
      roles: { a: { requiredStrength: 'gold' } },
      strengths: { gold: GOLD },
      providers: {
        corp: {
          trust: [
            { acr: 'mfa', strength: 'baseline' },
            { acr: 'gold', strength: 'gold' },
            { acr: 'gold', strength: 'baseline' },
          ],
        },
      },
    },
  ],
  [
    'unsatisfiable-strength',
    { strengths: { both: TWO_PASSWORDS } },
    { strengths: { both: { anyOf: [[{ method: 'password' }, { method: 'totp' }]] } } },
  ],
  [
    'unsatisfiable-combination',
    { strengths: { both: { anyOf: [...TWO_PASSWORDS.anyOf, [{ method: 'passkey' }]] } } },
    { strengths: { both: { anyOf: [[{ method: 'ldap' }], [{ method: 'passkey' }]] } } },
  ],
  [
    'unused-strength',
    { strengths: { gold: GOLD } },
    { strengths: { gold: GOLD }, roles: { a: { requiredStrength: 'gold' } } },
  ],
  ['hard-to-live-with', { recentProof: '1m' }, { recentProof: '5m' }],
  ['strangers-lock-out', { lockout: { maxLockFor: '2d' } }, { lockout: { maxLockFor: '1d' } }],
  [
    'short-passwords',
    { requiredStrength: 'single', passwords: { minimum: 14 } },
    { requiredStrength: 'single', passwords: { minimum: 15 } },
  ],
  ['composition-rule', { passwords: { letterAndDigit: true } }, { passwords: { letterAndDigit: false } }],
  [
    'context-locks-out',
    { roles: { a: { methods: ['password'] } }, contexts: { unmanaged: { methods: ['passkey'] } } },
    { roles: { a: { methods: ['password', 'passkey'] } }, contexts: { unmanaged: { methods: ['passkey'] } } },
  ],
  [
    'context-strands-administrators',
    { administrators: OWNED, roles: { owner: { methods: ['password'] } }, contexts: { outside: { methods: ['sso'] } } },
    {
      administrators: OWNED,
      roles: { owner: { methods: ['password', 'sso'] } },
      contexts: { outside: { methods: ['sso'] } },
    },
  ],
  [
    'context-unknown-refuses',
    { contexts: { embargo: { refuse: true } } },
    { contexts: { embargo: { methods: ['passkey'] } } },
  ],
  [
    'context-never-matters',
    { contexts: { outside: { requiredStrength: 'baseline' } } },
    { contexts: { outside: { requiredStrength: 'enhanced' } } },
  ],
  [
    'context-enrolls',
    { contexts: { outside: { requiredStrength: 'enhanced' } } },
    { contexts: { outside: { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } } } },
  ],
  [
    'organisation-locks-out',
    { roles: { a: { methods: ['password'] } }, organisations: { methods: ['passkey'] } },
    { roles: { a: { methods: ['password', 'passkey'] } }, organisations: { methods: ['passkey'] } },
  ],
  [
    'organisation-strands-owners',
    inOrganisations({ requiredStrength: 'gold', methods: ['password'] }),
    inOrganisations({ requiredStrength: 'gold', methods: ['passkey'] }),
  ],
  [
    'organisation-never-matters',
    { methods: ['passkey'], organisations: { roles: { owner: { methods: ['passkey', 'sso'] } } } },
    { methods: ['passkey', 'sso'], organisations: { roles: { owner: { methods: ['passkey'] } } } },
  ],
  ['not-exhaustive', {}, {}],
];
