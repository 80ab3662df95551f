import { type AccountFacts, definePolicy, type PolicyInput, reachOf } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { account, key, OFFICE_MODEL } from '../../../../core/src/decision/facts.test-support.ts';
import { crowd } from '../crowd.test-support.ts';
import { accountKinds } from './account-kinds.ts';
import { accountKey, reachMemo } from './reach-memo.ts';

const OWNED: PolicyInput<string>['providers'] = {
  corp: { mailDomains: ['corp.example'], trust: [{ acr: 'mfa', strength: 'enhanced' }] },
  club: { mailDomains: ['club.example'] },
  home: {},
};
const BOUND = [{ method: 'passkey', userVerified: true, deviceBound: true }] as const;
const THREE = [{ method: 'passkey' }, { method: 'passkey' }, { method: 'passkey' }] as const;
const TWO = [{ method: 'passkey' }, { method: 'passkey', userVerified: true }] as const;

const POLICIES: readonly (readonly [string, PolicyInput<string>])[] = [
  ['the defaults', {}],
  [
    'roles that ask for more, and for other ways in',
    {
      requiredStrength: 'single',
      recovery: { mailboxAlone: 'refuse' },
      roles: {
        admin: { requiredStrength: 'phishing-resistant' },
        member: { methods: ['sso', 'ldap'] },
        'super-admin': { requiredStrength: 'office-key', methods: ['password', 'passkey'] },
      },
      strengths: {
        'office-key': { anyOf: [BOUND, [{ method: 'passkey', aaguid: [OFFICE_MODEL] }, { method: 'totp' }]] },
      },
      providers: OWNED,
    },
  ],
  [
    'two passkeys at once',
    { requiredStrength: 'two', strengths: { two: { anyOf: [TWO] } }, roles: { admin: { methods: ['passkey'] } } },
  ],
  [
    'a code by its name',
    {
      requiredStrength: 'phoned',
      strengths: { phoned: { anyOf: [[{ method: 'password' }, { method: 'sms-code' }]] } },
    },
  ],
  ['three passkeys at once', { requiredStrength: 'three', strengths: { three: { anyOf: [THREE] } } }],
  [
    'what everybody has to set up',
    { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' }, providers: OWNED },
  ],
];

/** The crowd, and accounts that differ in one thing alone. */
function* everybody(): Generator<AccountFacts> {
  for (const { facts } of crowd(600)) yield facts;
  const seconds = [
    {},
    { totp: true },
    { totp: true, backupCodes: 3 },
    { codes: ['sms-code'] as const },
    { codes: ['voice-code'] as const },
  ];
  const passkeys = [
    [],
    [key('a')],
    [key('a'), key('b')],
    [key('a', { userVerified: false })],
    [key('a', { userVerified: false }), key('b', { userVerified: false })],
    [key('a'), key('b'), key('c')],
    [key('a', { deviceBound: true })],
    [key('a', { aaguid: OFFICE_MODEL })],
    [key('a', { aaguid: OFFICE_MODEL, userVerified: false }), key('b', { deviceBound: true, userVerified: false })],
  ];
  const ways = [
    {},
    { password: 'independent' },
    { password: 'mailbox' },
    { ldap: true },
    { sso: ['corp'] },
    { sso: ['club'] },
    { sso: ['corp'], said: { corp: {} } },
    { sso: ['corp'], said: { corp: { acr: 'mfa', amr: ['otp'] } } },
    { sso: ['corp', 'else'], said: { else: { acr: 'mfa' } } },
  ] as const;
  const mails = [
    {},
    { mailDomain: 'corp.example' },
    { mailDomain: 'club.example' },
    { mailDomain: 'else.example' },
    { mailDomain: 'corp.example', mailsCodes: false },
  ];
  const rules: Partial<AccountFacts>[] = [
    {},
    { roles: ['admin'] },
    { roles: ['member'] },
    { roles: ['admin', 'member'] },
    { roles: ['member', 'admin'] },
    { roles: ['super-admin', 'nobody'] },
    { emergency: true },
    { methods: ['sso', 'passkey'] },
    { requiredStrength: 'enhanced' },
    { firstFactor: 'vouched' },
  ];
  for (const rule of rules)
    for (const way of ways)
      for (const mail of mails)
        for (const second of seconds)
          for (const keys of passkeys) yield account({ ...way, ...mail, ...second, passkeys: keys }, rule);
}
const EVERYBODY = [...everybody()];

describe('N5 accounts that a preview takes for alike', () => {
  it.each(POLICIES)('fare alike: %s', (_, input) => {
    const policy = definePolicy(input);
    const kindOf = accountKinds(policy);
    const keyOf = accountKey(policy);
    const known = new Map<number | string, string>();
    for (const facts of EVERYBODY) {
      const { impact } = reachOf(policy, facts);
      for (const kind of [kindOf(facts), keyOf(facts)])
        if (kind !== undefined) {
          if ((known.get(kind) ?? impact) !== impact) expect({ kind, facts, impact }).toEqual(known.get(kind));
          known.set(kind, impact);
        }
    }
  });

  it.each(POLICIES)('fare alike, if a provider would link them: %s', (_, input) => {
    const policy = definePolicy(input);
    const memo = reachMemo(policy);
    for (const facts of EVERYBODY) {
      const { mailDomain: domain } = facts.factors;
      if (domain === undefined || facts.factors.passkeys.length > 0) continue;
      const linkable = { ...facts, linkable: { domain, by: ['corp', 'club'] } };
      const { impact } = reachOf(policy, linkable);
      if (memo.impactOf(linkable, false) !== impact)
        expect({ linkable, impact }).toEqual(memo.reachOf(linkable, false));
      if (memo.impactOf(facts, false) !== reachOf(policy, facts).impact) expect(facts).toEqual(reachOf(policy, facts));
    }
  });

  it.each(POLICIES)('are few: %s', (_, input) => {
    const policy = definePolicy(input);
    const [kindOf, keyOf] = [accountKinds(policy), accountKey(policy)];
    const many = (of: (facts: AccountFacts) => unknown) => new Set(EVERYBODY.map(of)).size;
    expect(`${many(kindOf)} by number, ${many(keyOf)} by text, of ${EVERYBODY.length}`).toMatchSnapshot();
  });

  it('have their own reasons, and an administrator who vouched counts', () => {
    const policy = definePolicy({ requiredStrength: 'enhanced', roles: { admin: { requiredStrength: 'baseline' } } });
    const memo = reachMemo(policy);
    for (const facts of EVERYBODY)
      for (const vouched of [true, false, 'by-invitation'] as const) {
        const alone = reachOf(policy, facts, vouched);
        if (memo.impactOf(facts, vouched) !== alone.impact) expect(facts).toEqual(alone);
        const { impact, because } = memo.reachOf(facts, vouched);
        if (
          JSON.stringify([impact, new Set(because).size]) !==
          JSON.stringify([alone.impact, new Set(alone.because).size])
        )
          expect({ impact, because }).toEqual(alone);
      }
  });

  it('have a number as long as it is exact', () => {
    const numbered = (count: number, mailDomains: readonly string[] = []) => {
      const names = Array.from({ length: count }, (_, place) => [`p${place}`, place === 0 ? { mailDomains } : {}]);
      return accountKinds(definePolicy({ providers: Object.fromEntries(names) }))(account({})) !== undefined;
    };
    expect([numbered(29), numbered(30)]).toEqual([true, false]);
    const owned = ['a.example', 'b.example'];
    expect([numbered(28, owned), numbered(29, owned)]).toEqual([true, false]);
  });
});
