import { describe, expect, it } from 'vitest';
import { account, key, WITH_MAIL } from '../decision/facts.test-support.ts';
import { strongestLevel } from '../decision/strongest.ts';
import { definePolicy } from '../policy/define-policy.ts';
import { policyIn } from '../policy/policy-in.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import { levelFromBefore, provableLevel } from './provable-level.ts';

const level = (who: AccountFacts, policy: PolicyInput<string> = {}) => provableLevel(definePolicy(policy), who);

describe('X28 the level that an account can prove', () => {
  it('is the strongest of all its proofs, by the ways in that it may use', () => {
    expect(level(account({}))).toBe('single');
    expect(level(account({ password: 'independent' }))).toBe('single');
    expect(level(account(WITH_MAIL))).toBe('baseline');
    expect(level(account({ ...WITH_MAIL, totp: true }))).toBe('enhanced');
    expect(level(account({ ...WITH_MAIL, passkeys: [key()] }))).toBe('phishing-resistant');
    expect(level(account({ ...WITH_MAIL, passkeys: [key()] }), { methods: ['password'] })).toBe('phishing-resistant');
    expect(level(account({ passkeys: [key()] }), { methods: ['password'] })).toBe('single');
  });

  it('counts a provider by what it reported, and never by what it might report', () => {
    const policy: PolicyInput<string> = { providers: { corp: { trust: [{ acr: 'mfa', strength: 'enhanced' }] } } };
    const linked = (factors: AccountFacts['factors']) => level(account({ ...factors, sso: ['corp'] }), policy);
    expect(linked({ passkeys: [] })).toBe('single');
    expect(linked({ passkeys: [], said: { corp: {} } })).toBe('single');
    expect(linked({ passkeys: [], said: { corp: { acr: 'mfa' } } })).toBe('enhanced');
    expect(linked({ passkeys: [], said: { corp: {} }, reported: { corp: [{ acr: 'mfa' }] } })).toBe('enhanced');
  });

  it('N12 counts a password of the mailbox as such, other than the strongest level', () => {
    const who = account({ password: 'mailbox', mailDomain: 'a.example' });
    const refusing: PolicyInput<string> = { recovery: { mailboxAlone: 'refuse' } };
    expect([level(who), level(who, refusing)]).toEqual(['baseline', 'single']);
    expect(strongestLevel(definePolicy(refusing), who)).toBe('baseline');
  });

  it('N17 is the same in every place', () => {
    const policy = definePolicy({ contexts: { home: { methods: ['password'] } } });
    const who = account({ passkeys: [key()] });
    expect(provableLevel(policyIn(policy, { contexts: ['home'] }), who)).toBe('phishing-resistant');
  });
});

describe('X28 the level that an account had before', () => {
  it('is no more than the account can prove still, and no more than it could prove then', () => {
    const [strong, weak] = [account({ ...WITH_MAIL, passkeys: [key()] }), account(WITH_MAIL)];
    const policy = definePolicy({});
    expect(levelFromBefore(policy, strong, strong)).toBe('phishing-resistant');
    expect(levelFromBefore(policy, strong, weak)).toBe('baseline');
    expect(levelFromBefore(policy, weak, strong)).toBe('baseline');
  });
});
