import { describe, expect, it } from 'vitest';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFactors, AccountFacts } from '../strength/account-facts.ts';
import { account, key, passkey, password, proof, WITH_MAIL } from './facts.test-support.ts';
import { administrationStrength, reachesRequired, strengthOf, strongestLevel } from './strongest.ts';

const level = (who: AccountFacts, policy: PolicyInput<string> = {}) => strongestLevel(definePolicy(policy), who);

describe('X9 the strongest level of an account', () => {
  it('is the strongest built-in strength that its factors can satisfy', () => {
    expect(level(account({ password: 'independent' }))).toBe('single');
    expect(level(account(WITH_MAIL))).toBe('baseline');
    expect(level(account({ ...WITH_MAIL, totp: true }))).toBe('enhanced');
    expect(level(account({ ...WITH_MAIL, passkeys: [key()] }))).toBe('phishing-resistant');
    expect(level(account({ passkeys: [key()] }))).toBe('phishing-resistant');
    expect(level(account({ passkeys: [key('k1', { userVerified: false })] }))).toBe('single');
    expect(level(account({ ...WITH_MAIL, passkeys: [key('k1', { userVerified: false })] }))).toBe('phishing-resistant');
  });

  it('counts only the ways in that the account may use: it is never asked for what it cannot give', () => {
    const trusting: PolicyInput<string> = {
      providers: { corp: { trust: [{ acr: 'mfa', strength: 'phishing-resistant' }] } },
    };
    const who = account({ ...WITH_MAIL, sso: ['corp'], said: { corp: { acr: 'mfa' } }, totp: true });
    expect(level(who, trusting)).toBe('phishing-resistant');
    expect(level(who, { ...trusting, methods: ['password'] })).toBe('enhanced');
    expect(level({ ...who, methods: ['password'] }, trusting)).toBe('enhanced');
    expect(level({ ...who, methods: ['password'], emergency: true }, trusting)).toBe('phishing-resistant');
    expect(level(account({ totp: true, sso: ['corp'], passkeys: [key()] }, { methods: ['password'] }))).toBe('single');
  });

  it('counts what a provider did say at the last sign-in, and never what it might say', () => {
    const policy: PolicyInput<string> = {
      providers: { corp: { trust: [{ amr: ['hwk'], strength: 'phishing-resistant' }] }, club: {} },
    };
    const linked = (said?: AccountFactors['said']) =>
      level(account({ password: 'independent', totp: true, sso: ['corp', 'constructor'], said }), policy);
    expect(linked()).toBe('enhanced');
    expect(linked({})).toBe('enhanced');
    expect(linked({ corp: {} })).toBe('enhanced');
    expect(linked({ corp: { amr: ['pwd'] } })).toBe('enhanced');
    expect(linked({ corp: { acr: 'hwk' } })).toBe('enhanced');
    expect(linked({ club: { amr: ['hwk'] } })).toBe('enhanced');
    // The control: once the provider has made the assertion, the account is asked for it.
    expect(linked({ corp: { amr: ['pwd', 'hwk'] } })).toBe('phishing-resistant');
  });

  it('counts what a provider reported before, too: one weaker sign-in there does not lower it', () => {
    const policy: PolicyInput<string> = {
      providers: {
        corp: {
          trust: [
            { acr: 'mfa', strength: 'enhanced' },
            { amr: ['hwk'], strength: 'phishing-resistant' },
          ],
        },
      },
    };
    const reported = (earlier: AccountFactors['reported'], last = {}) =>
      level(account({ ...WITH_MAIL, sso: ['corp', 'constructor'], said: { corp: last }, reported: earlier }), policy);
    expect(reported(undefined)).toBe('baseline');
    expect(reported({})).toBe('baseline');
    expect(reported({ corp: [] })).toBe('baseline');
    expect(reported({ club: [{ acr: 'mfa' }] })).toBe('baseline');
    expect(reported({ corp: [{ acr: 'mfa' }] })).toBe('enhanced');
    expect(reported({ corp: [{ acr: 'mfa' }, { amr: ['hwk'] }] })).toBe('phishing-resistant');
    expect(reported({ corp: [{ acr: 'mfa' }] }, { amr: ['hwk'] })).toBe('phishing-resistant');
  });

  it('counts a provider that said nothing as one plain factor, beside which an email code is a second', () => {
    const policy: PolicyInput<string> = {
      providers: { corp: { trust: [{ acr: 'mfa', strength: 'enhanced' }], mailDomains: ['corp.example'] }, club: {} },
    };
    expect(level(account({ sso: ['corp'] }), policy)).toBe('single');
    expect(level(account({ sso: ['club'], mailDomain: 'corp.example' }), policy)).toBe('baseline');
    expect(level(account({ sso: ['corp'], mailDomain: 'corp.example' }), policy)).toBe('single');
    expect(level(account({ sso: ['corp'], said: { corp: { acr: 'mfa' } } }), policy)).toBe('enhanced');
  });

  it('N12 X9 a recovery by mail does not lower the level, also where the policy refuses the mailbox alone', () => {
    for (const password of ['independent', 'mailbox'] as const) {
      const who = account({ password, mailDomain: 'corp.example' });
      expect(level(who)).toBe('baseline');
      expect(level(who, { recovery: { mailboxAlone: 'refuse' } })).toBe('baseline');
    }
  });
});

describe('what dated evidence amounts to', () => {
  it('is the strongest built-in strength that it satisfies', () => {
    const policy = definePolicy({});
    const who = account({ ...WITH_MAIL, totp: true, passkeys: [key()] });
    expect(strengthOf(policy, who, [])).toBe('single');
    expect(strengthOf(policy, who, [password()])).toBe('single');
    expect(strengthOf(policy, who, [password(), proof('email-code')])).toBe('baseline');
    expect(strengthOf(policy, who, [password(), proof('email-code'), proof('totp')])).toBe('enhanced');
    expect(strengthOf(policy, who, [passkey()])).toBe('phishing-resistant');
  });
});

it('W4 administration takes the strength of the strongest factor, and at least enhanced', () => {
  const needs = (factors: Partial<AccountFactors>) => administrationStrength(definePolicy({}), account(factors));
  expect(needs({ ...WITH_MAIL, passkeys: [key()] })).toBe('phishing-resistant');
  expect(needs({ ...WITH_MAIL, totp: true })).toBe('enhanced');
  expect(needs(WITH_MAIL)).toBe('enhanced');
  expect(needs({ password: 'independent' })).toBe('enhanced');
});

describe('what an account reaches of what is required of it', () => {
  const app = [[{ method: 'password' }, { method: 'totp' }]] as const;
  const policy = definePolicy({
    strengths: { app: { anyOf: app } },
    roles: { chief: { requiredStrength: 'phishing-resistant' }, clerk: { requiredStrength: 'app' } },
  });
  const reaches = (factors: Partial<AccountFactors>, more: Partial<AccountFacts> = {}) =>
    reachesRequired(policy, account(factors, more));

  it('X1 is every strength of the tenant and of every role, not only one of them', () => {
    const withBoth = { ...WITH_MAIL, totp: true, passkeys: [key()] };
    expect(reaches(WITH_MAIL)).toBe(true);
    expect(reaches(withBoth, { roles: ['chief', 'clerk'] })).toBe(true);
    expect(reaches({ ...WITH_MAIL, totp: true }, { roles: ['chief', 'clerk'] })).toBe(false);
    expect(reaches({ ...WITH_MAIL, passkeys: [key()] }, { roles: ['chief', 'clerk'] })).toBe(false);
    expect(reaches({ password: 'independent' })).toBe(false);
  });

  it('P9 is nothing by a way in that the account may not use', () => {
    expect(reaches({ passkeys: [key()] })).toBe(true);
    expect(reaches({ passkeys: [key()] }, { methods: ['password'] })).toBe(false);
    expect(reaches({ ...WITH_MAIL, passkeys: [key()] }, { methods: ['password'] })).toBe(true);
  });

  it('N12 does not change with a recovery by mail', () => {
    expect(reaches({ ...WITH_MAIL, password: 'mailbox', totp: true }, { roles: ['clerk'] })).toBe(true);
  });
});
