// Policies in which rules repeat other rules, each policy with a single variation.
import type { HostMethods, PolicyInput } from '@sallyport/core';
import type { VerifyOptions } from './verify-policy.ts';

const GOLD = { anyOf: [[{ method: 'passkey', attested: true }]] } as const;
const MAILED = { anyOf: [[{ method: 'password' }, { method: 'email-code' }]] } as const;
const PHONED = { anyOf: [[{ method: 'password' }, { method: 'sms-code' }]] } as const;
const EITHER = { anyOf: [[{ method: 'password' }], [{ method: 'passkey' }]] } as const;
const locked = { requiredStrength: 'gold', methods: ['password'] } as const;
const corp: PolicyInput<string>['providers'] = { corp: {} };
const trust = (
  ...words: NonNullable<NonNullable<PolicyInput<string>['providers']>[string]['trust']>
): PolicyInput<string>['providers'] => ({
  zeta: { trust: words },
  corp: { trust: words },
});

export interface Told {
  readonly name: string;
  readonly input: PolicyInput<string>;
  readonly host?: HostMethods;
  readonly options?: VerifyOptions;
}

export const ONE_THING_EACH: readonly Told[] = [
  {
    name: 'administrators: one begins, one does not',
    input: { administrators: { policy: ['z', 'a'] }, roles: { z: { methods: ['passkey'] }, a: {} } },
  },
  {
    name: 'administrators: one is locked out, one cannot begin',
    input: {
      administrators: { policy: ['a', 'b'] },
      roles: { a: locked, b: { methods: ['passkey'] } },
      strengths: { gold: GOLD },
    },
  },
  {
    name: 'administrators by a provider alone, none preferred',
    input: {
      administrators: { policy: ['b', 'a'] },
      roles: { a: { methods: ['sso'] }, b: { methods: ['sso'] } },
      providers: corp,
    },
  },
  {
    name: 'administrators by a provider alone, where there is no password',
    input: { administrators: { policy: ['super-admin'] }, roles: { 'super-admin': { methods: ['sso'] } } },
    host: { methods: ['sso', 'passkey'], providers: ['corp'] },
  },
  {
    name: 'email codes are always offered, and one role takes them',
    input: {
      emailCodes: { offer: 'always' },
      requiredStrength: 'enhanced',
      roles: { a: { requiredStrength: 'mailed' } },
      strengths: { mailed: MAILED },
    },
  },
  {
    name: 'a first factor by a password alone, which is enough for all',
    input: { requiredStrength: 'single', enrollment: { firstFactor: 'password' } },
  },
  {
    name: 'a first factor by a password alone, which is not enough for one role',
    input: {
      requiredStrength: 'single',
      enrollment: { firstFactor: 'password' },
      roles: { a: { requiredStrength: 'enhanced' } },
    },
  },
  {
    name: 'a first factor that is vouched for, where two proofs are enough',
    input: { enrollment: { firstFactor: 'vouched' }, providers: trust({ acr: 'mfa', strength: 'baseline' }) },
  },
  {
    name: 'a first factor that is vouched for, for one role',
    input: { enrollment: { firstFactor: 'vouched' }, roles: { z: { requiredStrength: 'enhanced' }, a: {} } },
  },
  {
    name: 'a first factor by a password, where baseline is required',
    input: { enrollment: { firstFactor: 'password' } },
  },
  {
    name: 'the mailbox alone is refused, where one role asks for more',
    input: {
      requiredStrength: 'single',
      recovery: { mailboxAlone: 'refuse' },
      roles: { a: { requiredStrength: 'enhanced' } },
    },
  },
  {
    name: 'the mailbox alone is refused, where more is asked for beside something else',
    input: {
      requiredStrength: 'enhanced',
      recovery: { mailboxAlone: 'refuse' },
      roles: { a: { requiredStrength: 'either' } },
      strengths: { either: EITHER },
    },
  },
  {
    name: 'one role is locked out beside others that exclude each other',
    input: {
      roles: {
        x: locked,
        d: { methods: ['ldap', 'sso'] },
        c: { methods: ['sso', 'password'] },
        b: { methods: ['passkey', 'sso'] },
        a: { methods: ['password', 'passkey'] },
      },
      strengths: { gold: GOLD },
    },
  },
  {
    name: 'strengths that are called by assurance levels',
    input: {
      strengths: {
        'aal-3': { anyOf: [[{ method: 'passkey' }], [{ method: 'ldap' }, { method: 'email-code' }]] },
        aal2: { anyOf: [[{ method: 'password' }, { method: 'totp' }, { method: 'sms-code' }], ...PHONED.anyOf] },
        aal23: { anyOf: [[{ method: 'password' }], [{ method: 'passkey' }, { method: 'email-code' }]] },
        aal1: PHONED,
        other: PHONED,
      },
    },
  },
  {
    name: 'a code that is enough for a role only, and not for the tenant',
    input: { methods: ['password'], strengths: { phoned: PHONED }, roles: { z: { requiredStrength: 'phoned' } } },
    host: { methods: ['password', 'totp', 'email-code'], codes: ['sms-code'] },
  },
  {
    name: 'a way in that leads nowhere for the tenant, and for a role that asks for more',
    input: {
      requiredStrength: 'mailed',
      strengths: { mailed: MAILED, phoned: PHONED },
      roles: { a: { requiredStrength: 'phoned' }, b: { methods: ['password', 'passkey'] } },
    },
  },
  {
    name: 'dead ends of two roles together, and of each',
    input: {
      methods: ['password', 'sso', 'passkey'],
      strengths: { mailed: MAILED, phoned: PHONED },
      roles: {
        a: { methods: ['password', 'sso'] },
        b: { requiredStrength: 'mailed' },
        c: { requiredStrength: 'phoned', methods: ['password'] },
      },
    },
  },
  ...[1, 60, 120, 300, 700].map((decisionsAtMost) => ({
    name: `after ${decisionsAtMost} decisions`,
    input: {
      requiredStrength: 'mailed',
      strengths: { mailed: MAILED, phoned: PHONED },
      roles: { a: { requiredStrength: 'phoned' }, b: { methods: ['password', 'passkey'] } },
    } as const,
    options: { decisionsAtMost },
  })),
  {
    name: 'nobody without a role can begin, nor can holders of any',
    input: { methods: ['passkey'], roles: { z: { requiredStrength: 'enhanced' }, a: { requiredStrength: 'single' } } },
  },
  {
    name: 'two roles cannot begin',
    input: { roles: { z: { methods: ['passkey'] }, a: { methods: ['passkey'], requiredStrength: 'enhanced' } } },
  },
  {
    name: 'sessions of roles, where what was proved decides of the default',
    input: {
      requiredStrength: 'either',
      strengths: { either: EITHER },
      roles: {
        z: { session: { idle: '30m' } },
        y: { session: { absolute: '20h' } },
        x: { session: { idle: '30d', absolute: '30d' } },
        a: { requiredStrength: 'enhanced', session: { idle: '2h' } },
        b: { requiredStrength: 'single', session: { idle: '5m' } },
      },
    },
  },
  {
    name: 'sessions of the tenant, and of roles that are no shorter in one thing',
    input: {
      session: { idle: '1h', absolute: '10h' },
      roles: { a: { session: { idle: '1h', absolute: '9h' } }, b: { session: { idle: '59m', absolute: '10h' } } },
    },
  },
  { name: 'nobody administers, and nobody has a role', input: { administrators: { policy: [], people: [] } } },
  { name: 'a reset link is enough for all', input: { requiredStrength: 'single' } },
  {
    name: 'a reset link is enough, though it is refused',
    input: { requiredStrength: 'single', recovery: { mailboxAlone: 'refuse' } },
  },
  {
    name: 'a mailbox alone, where its code is asked for by one role',
    input: { requiredStrength: 'mailed', strengths: { mailed: MAILED }, roles: { a: { requiredStrength: 'single' } } },
  },
  {
    name: 'combinations and trusted words of which some add nothing',
    input: {
      requiredStrength: 'zz',
      strengths: {
        zz: { anyOf: [[{ method: 'password' }, { method: 'totp' }], [{ method: 'password' }], [{ method: 'ldap' }]] },
        aa: {
          anyOf: [
            [{ method: 'passkey' }],
            [{ method: 'passkey', userVerified: true }],
            [{ method: 'passkey', attested: true }],
            [{ method: 'sso' }],
          ],
        },
      },
      roles: { a: { requiredStrength: 'aa' } },
      providers: trust(
        { acr: 'mfa', strength: 'enhanced' },
        { acr: 'mfa', strength: 'baseline' },
        { amr: ['hwk'], strength: 'aa' },
      ),
    },
  },
  {
    name: 'trusted words where no provider is a way in',
    input: { methods: ['password'], providers: trust({ acr: 'mfa', strength: 'enhanced' }) },
  },
  {
    name: 'strengths that nothing satisfies, required and not',
    input: {
      strengths: {
        zz: { anyOf: [[{ method: 'password' }, { method: 'ldap' }]] },
        aa: { anyOf: [[{ method: 'password' }, { method: 'ldap' }, { method: 'totp' }]] },
        some: {
          anyOf: [
            [{ method: 'passkey' }],
            [{ method: 'password' }, { method: 'ldap' }],
            [{ method: 'totp' }, { method: 'sso' }],
          ],
        },
      },
      roles: { a: { requiredStrength: 'aa' }, b: { requiredStrength: 'some' } },
    },
  },
  {
    name: 'more proof that loses, by roles and by what two providers say',
    input: {
      strengths: {
        gold: GOLD,
        both: { anyOf: [[{ method: 'sso', acr: ['gold'] }, { method: 'totp' }], [{ method: 'passkey' }]] },
      },
      roles: { z: { requiredStrength: 'gold' }, a: { requiredStrength: 'both' } },
      providers: trust(
        { acr: 'mfa', strength: 'baseline' },
        { acr: 'gold', strength: 'gold' },
        { amr: ['hwk'], strength: 'both' },
      ),
    },
  },
  {
    name: 'limits that are hard to live with, at each place that can write one',
    input: {
      administrators: { policy: ['owner'], people: ['desk'] },
      recentProof: '2m',
      session: { idle: '4m' },
      roles: { owner: { session: { idle: '1m' } }, desk: {} },
      lockout: { maxFailures: 3, lockFor: '2d', maxLockFor: '30d', hardLimit: 3 },
    },
  },
];
