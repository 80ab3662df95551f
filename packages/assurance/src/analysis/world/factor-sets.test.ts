import { definePolicy, type HostMethods, maskOf, methodsOf, type Policy, type PolicyInput } from '@sallyport/core';
import { ALL_METHODS, bestAssertions, everythingGiven, proofsOf } from '@sallyport/core/model';
import { describe, expect, it } from 'vitest';
import { factorWords } from '../findings/wording.ts';
import { effectiveRuleOf } from './effective-rules.ts';
import { factorSets, factorSetsUnder, fullAccounts, mailDomains, passkeyKinds } from './factor-sets.ts';

const MODEL = 'ee882879-721c-4913-9775-3dfcce97072a';
const PASSWORDS: HostMethods = { methods: ['password', 'ldap', 'email-code'], codes: ['sms-code', 'voice-code'] };
const SECONDS: HostMethods = { methods: ['password', 'totp', 'backup-code'] };
const PASSKEYS: HostMethods = { methods: ['passkey', 'backup-code', 'email-code'], attestedModels: 'any' };
const PROVIDERS: HostMethods = { methods: ['sso', 'email-code', 'totp'], providers: ['corp', 'club', 'home', 'den'] };

const BY_KEY: PolicyInput<string> = {
  requiredStrength: 'two-keys',
  strengths: {
    'two-keys': {
      anyOf: [
        [{ method: 'passkey', deviceBound: true }, { method: 'passkey' }],
        [{ method: 'passkey', attested: true, aaguid: [MODEL] }],
      ],
    },
  },
};
const OWNED: PolicyInput<string> = {
  requiredStrength: 'own',
  strengths: {
    own: {
      anyOf: [
        [
          { method: 'sso', provider: 'corp', acr: ['a', 'b'] },
          { method: 'sso', amr: ['x'] },
        ],
      ],
    },
  },
  providers: {
    corp: { mailDomains: ['corp.example', 'both.example'], trust: [{ acr: 'c', strength: 'enhanced' }] },
    club: { mailDomains: ['club.example', 'both.example', 'mail.example'] },
    home: {},
    den: {},
  },
};
const CODED: PolicyInput<string> = {
  strengths: { own: { anyOf: [[{ method: 'password' }, { method: 'sms-code' }]] } },
  roles: { own: { requiredStrength: 'own' }, ldap: { methods: ['ldap'] } },
};

const WORLDS: readonly (readonly [string, Policy])[] = [
  ['passwords, and codes that are told apart', definePolicy(CODED, PASSWORDS)],
  ['passwords, and codes that are not', definePolicy({}, PASSWORDS)],
  ['second factors', definePolicy({}, SECONDS)],
  ['passkeys of several kinds', definePolicy(BY_KEY, PASSKEYS)],
  ['providers that own mailboxes', definePolicy(OWNED, PROVIDERS)],
  ['a provider that nobody names', definePolicy({}, { methods: ['sso'], providers: ['corp'] })],
  ['nothing at all', definePolicy({}, { methods: [] })],
];

describe('N4 everything that an account can have', () => {
  it.each(WORLDS)('%s', (_, policy) => {
    const sets = factorSets(policy).map(
      ({ factors, size, waysIn }) => `${size} [${methodsOf(waysIn).join()}] ${factorWords(factors).join(', ')}`,
    );
    expect(sets.join('\n')).toMatchSnapshot();
  });

  it.each(WORLDS)('%s: at once, and with some ways in alone', (_, policy) => {
    const full = [ALL_METHODS, maskOf(['password', 'totp']), maskOf(['sso'])].map((ways) => fullAccounts(policy, ways));
    expect(
      full.map((accounts) => accounts.map((factors) => factorWords(factors).join(', ')).join('\n')).join('\n\n'),
    ).toMatchSnapshot();
  });

  it('as far as a rule tells it apart, without ways in that it does not allow', () => {
    const policy = definePolicy(CODED, PASSWORDS);
    const under = (...roles: readonly string[]) =>
      factorSetsUnder(policy, effectiveRuleOf(policy, roles), factorSets(policy)).map(({ factors }) =>
        factorWords(factors).join(', '),
      );
    expect([under(), under('own'), under('ldap')].map((words) => words.join('\n')).join('\n\n')).toMatchSnapshot();
    const keys = definePolicy(BY_KEY, PASSKEYS);
    const alike = factorSetsUnder(keys, { strengths: 0, methods: ALL_METHODS }, factorSets(keys));
    expect(alike.map(({ factors }) => factorWords(factors).join(', ')).join('\n')).toMatchSnapshot();
  });
});

describe('N4 what a policy tells apart', () => {
  it('mailboxes by who owns them, and one that nobody owns', () => {
    expect(mailDomains(definePolicy({}))).toEqual(['mail.example']);
    expect(mailDomains(definePolicy(OWNED, PROVIDERS))).toEqual([
      'other.mail.example',
      'both.example',
      'club.example',
      'corp.example',
    ]);
  });

  it('passkeys by what the patterns ask of them, the plainest first', () => {
    const kinds = (input: PolicyInput<string>) =>
      passkeyKinds(definePolicy(input)).map(({ userVerified, deviceBound, attested, aaguid }) =>
        [userVerified && 'verified', deviceBound && 'bound', attested && 'attested', aaguid === MODEL && 'model']
          .filter((word) => word !== false)
          .join(' '),
      );
    expect(kinds({})).toEqual(['', 'verified']);
    expect(kinds(BY_KEY)).toMatchSnapshot();
    const many = ['11111111', '22222222', '33333333', '44444444'].map((first) => [
      { method: 'passkey', aaguid: [`${first}-721c-4913-9775-3dfcce97072a`] } as const,
    ]);
    expect(kinds({ strengths: { many: { anyOf: many } } })).toHaveLength(6);
  });

  it('assertions of a provider by what the patterns listen to: the best of them', () => {
    const best = (input: PolicyInput<string>, provider: string) => bestAssertions(definePolicy(input), provider);
    expect(best({}, 'corp')).toEqual([{ acr: undefined, amr: undefined }]);
    expect(best(OWNED, 'corp')).toEqual([
      { acr: 'a', amr: ['x'] },
      { acr: 'c', amr: ['x'] },
    ]);
    expect(best(OWNED, 'club')).toEqual([{ acr: undefined, amr: ['x'] }]);
    const each: PolicyInput<string> = {
      providers: {
        corp: { trust: [{ amr: ['z', 'a'], strength: 'baseline' }] },
        club: { trust: [{ amr: ['y'], acr: 'b', strength: 'enhanced' }] },
      },
    };
    expect(best(each, 'corp')).toEqual([{ acr: undefined, amr: ['a', 'z'] }]);
    expect(best(each, 'club')).toEqual([{ acr: 'b', amr: ['y'] }]);
    expect(best(OWNED, 'nobody')).toEqual([{ acr: undefined, amr: ['x'] }]);
  });

  it('proofs that can be given at once: of one provider one assertion', () => {
    const policy = definePolicy(OWNED, PROVIDERS);
    const factors = { passkeys: [], sso: ['corp', 'home'], totp: true, mailDomain: 'corp.example' };
    const text = (proofs: ReturnType<typeof proofsOf>) =>
      proofs.map((proof) => (proof.method === 'sso' ? `${proof.provider} ${proof.acr}` : proof.method)).join(', ');
    expect(text(proofsOf(policy, factors))).toBe('corp a, corp c, home undefined, totp, email-code');
    expect(everythingGiven(policy, factors).map(text)).toEqual([
      'corp a, home undefined, totp, email-code',
      'corp c, home undefined, totp, email-code',
    ]);
  });
});
