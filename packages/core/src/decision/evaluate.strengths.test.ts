import { describe, expect, it } from 'vitest';
import { definePolicy } from '../policy/define-policy.ts';
import { NO_RULE } from '../policy/join-rules.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import { policyRule } from '../policy/policy-rule.ts';
import type { Evidence } from '../strength/evidence.ts';
import { evaluate } from './evaluate.ts';
import { account, ask, key, NOW, passkey, password, proof, sso, WITH_MAIL } from './facts.test-support.ts';
import { accounts, evidenceOf } from './worlds.test-support.ts';

const everything = account({ ...WITH_MAIL, ldap: true, sso: ['corp'], totp: true, backupCodes: 5, passkeys: [key()] });
const reached = (requiredStrength: string, ...evidence: Evidence[]) =>
  ask({ requiredStrength }, everything, evidence).outcome === 'granted';

describe('the built-in strengths', () => {
  it('W1 W2 baseline is the default: a password with an email code, a password with TOTP, or a passkey', () => {
    expect(ask({}, account(WITH_MAIL), [password(), proof('email-code')])).toMatchObject({
      outcome: 'granted',
      strength: 'baseline',
    });
    expect(ask({}, account({ password: 'independent', totp: true }), [password(), proof('totp')])).toMatchObject({
      outcome: 'granted',
      strength: 'enhanced',
    });
    expect(ask({}, account({ passkeys: [key()] }), [passkey()])).toMatchObject({
      outcome: 'granted',
      strength: 'phishing-resistant',
    });
    expect(ask({}, account(WITH_MAIL), [password()])).toMatchObject({
      outcome: 'factor-required',
      accept: ['email-code'],
      toward: 'grant',
    });
  });

  it('a grant is named by the strongest built-in strength that its evidence satisfies', () => {
    expect(ask({ requiredStrength: 'single' }, everything, [password()])).toMatchObject({ strength: 'single' });
    expect(ask({ requiredStrength: 'single' }, everything, [password(), passkey()])).toMatchObject({
      strength: 'phishing-resistant',
    });
  });

  it.each(['baseline', 'enhanced', 'phishing-resistant'])(
    'no second factor, and no two of them, is enough for %s without a way in',
    (strength) => {
      expect(reached(strength, proof('totp'), proof('email-code'), proof('backup-code'))).toBe(false);
      expect(reached('single', proof('totp'), proof('email-code'), proof('backup-code'))).toBe(false);
      expect(reached('single')).toBe(false);
    },
  );

  it.each([
    ['password', password()],
    ['ldap', proof('ldap')],
    ['sso', sso()],
  ] as const)('W2 W3 P5 %s is single by itself, and more with a second factor', (_, wayIn) => {
    expect(reached('single', wayIn)).toBe(true);
    expect(reached('baseline', wayIn)).toBe(false);
    expect(reached('baseline', wayIn, proof('email-code'))).toBe(true);
    expect(reached('enhanced', wayIn, proof('email-code'))).toBe(false);
    for (const second of [proof('totp'), proof('backup-code')]) {
      expect(reached('baseline', wayIn, second)).toBe(true);
      expect(reached('enhanced', wayIn, second)).toBe(true);
      expect(reached('phishing-resistant', wayIn, second)).toBe(false);
    }
    expect(reached('phishing-resistant', wayIn, passkey('k1', { userVerified: false }))).toBe(true);
  });

  it('P4 X2 a passkey that verified its user is enough by itself, for every built-in strength', () => {
    for (const strength of ['single', 'baseline', 'enhanced', 'phishing-resistant'])
      expect(reached(strength, passkey())).toBe(true);
  });

  it('a passkey that did not verify its user is one factor: a password goes with it, never a code', () => {
    const touched = passkey('k1', { userVerified: false });
    expect(reached('single', touched)).toBe(true);
    for (const second of ['totp', 'email-code', 'backup-code'] as const)
      expect(reached('baseline', touched, proof(second))).toBe(false);
    const who = account({ ...WITH_MAIL, totp: true, passkeys: [key()] });
    expect(ask({}, who, [touched])).toMatchObject({
      outcome: 'factor-required',
      accept: ['password'],
      toward: 'grant',
    });
  });

  it('such a passkey is asked for again only where nothing else would do', () => {
    const touched = passkey('k1', { userVerified: false });
    expect(ask({}, account({ passkeys: [key()] }), [touched])).toMatchObject({ accept: ['passkey'], toward: 'grant' });
    const two = account({ password: 'independent', passkeys: [key(), key('k2')] });
    expect(ask({}, two, [touched])).toMatchObject({ accept: ['passkey', 'password'] });
    const unable = account({ passkeys: [key('k1', { userVerified: false })] });
    expect(ask({}, unable, [touched])).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
  });

  it('N3 nothing at all is never enough, not even for a policy that was made to ask for nothing', () => {
    const nothing = { ...definePolicy({}), tenant: policyRule([], 'tenant', NO_RULE) };
    expect(evaluate(nothing, { account: everything, evidence: [], now: NOW }).outcome).not.toBe('granted');
  });

  it('W3 W14 under enhanced nothing is granted without a passkey, TOTP or its backup code, whatever else is shown', () => {
    const strict: PolicyInput<string> = { requiredStrength: 'enhanced' };
    for (const who of accounts()) {
      for (const evidence of evidenceOf(who)) {
        const strong = evidence.some(
          ({ method }) => method === 'passkey' || method === 'totp' || method === 'backup-code',
        );
        if (!strong) expect(ask(strict, who, evidence).outcome).not.toBe('granted');
      }
    }
  });
});

describe('X1 strictest wins', () => {
  const roles: PolicyInput<string>['roles'] = {
    admin: { requiredStrength: 'enhanced' },
    easy: { requiredStrength: 'single' },
  };
  const proofs = [password(), proof('email-code')];

  it('P1 P20 a role tightens the tenant for those who hold it, and for no one else', () => {
    expect(ask({ roles }, account(WITH_MAIL, { roles: ['admin'] }), proofs)).toMatchObject({
      outcome: 'enrollment-required',
    });
    expect(ask({ roles }, account(WITH_MAIL, { roles: ['other'] }), proofs)).toMatchObject({ outcome: 'granted' });
  });

  it('nothing loosens: neither a role the tenant, nor the account a role', () => {
    expect(ask({ roles }, account(WITH_MAIL, { roles: ['easy'] }), [password()])).toMatchObject({
      outcome: 'factor-required',
    });
    const own = account(WITH_MAIL, { roles: ['admin', 'easy'], requiredStrength: 'single' });
    expect(ask({ roles }, own, proofs)).toMatchObject({ outcome: 'enrollment-required' });
  });

  it('every required strength has to be satisfied, not the last one asked for', () => {
    const own: PolicyInput<string> = {
      requiredStrength: 'phishing-resistant',
      strengths: { 'with-app': { anyOf: [[{ method: 'password' }, { method: 'totp' }]] } },
    };
    const who = account({ password: 'independent', totp: true, passkeys: [key()] }, { requiredStrength: 'with-app' });
    expect(ask(own, who, [password(), proof('totp')])).toMatchObject({
      outcome: 'factor-required',
      accept: ['passkey'],
    });
    expect(ask(own, who, [passkey()])).toMatchObject({ accept: ['password', 'totp'] });
    expect(ask(own, who, [password(), proof('totp'), passkey()])).toMatchObject({ outcome: 'granted' });
  });

  it('a blocked account is denied before anything else, whatever it shows', () => {
    expect(
      ask({ preferSso: 'corp', providers: { corp: {} } }, account({ passkeys: [key()] }, { blocked: true }), [
        passkey(),
      ]),
    ).toEqual({
      outcome: 'denied',
      reason: 'blocked',
      because: [{ code: 'account-blocked', params: {}, source: 'account' }],
    });
  });

  it('N1 the same question has the same answer, and nothing that was passed in is changed', () => {
    const who = Object.freeze(account(Object.freeze({ ...WITH_MAIL, totp: true, passkeys: [] })));
    const evidence = Object.freeze([Object.freeze(password())]);
    expect(ask({}, who, evidence, { now: NOW })).toEqual(ask({}, who, evidence, { now: NOW }));
  });
});
