import { describe, expect, it } from 'vitest';
import { account, key, passkey, password, proof, sso, WITH_MAIL } from '../decision/facts.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFactors, AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { ALL_METHODS, type Method, maskOf } from '../strength/method.ts';
import type { ProviderAssertion } from '../strength/provider-assertion.ts';
import { type EnrollmentGate, enrollmentGate } from './enrollment.ts';
import { gateReasons } from './gate-reasons.ts';

const providers: PolicyInput<string>['providers'] = {
  corp: { mailDomains: ['corp.example'], trust: [{ acr: 'mfa', strength: 'baseline' }] },
  club: {},
};
const gate = (
  who: AccountFacts,
  evidence: readonly Evidence[],
  policy: PolicyInput<string> = {},
  methods = ALL_METHODS,
) => enrollmentGate(definePolicy({ providers, ...policy }), who, evidence, methods);
const open: EnrollmentGate = { state: 'open' };
const vouching: EnrollmentGate = { state: 'needs-vouching' };
const needs = (...accept: Method[]): EnrollmentGate => ({ state: 'needs-proof', accept });
const touched = passkey('k1', { userVerified: false });

describe('X10 enrollment opens after the strongest proof the account can give', () => {
  it('first a way in, any that it has and may use', () => {
    const who = account({ ...WITH_MAIL, ldap: true, sso: ['corp'], passkeys: [key()] });
    expect(gate(who, [])).toEqual(needs('passkey', 'password', 'ldap', 'sso'));
    expect(gate(who, [proof('email-code'), proof('enrollment-code')], {}, maskOf(['sso']))).toEqual(needs('sso'));
    expect(gate(account({}), [])).toEqual(vouching);
  });

  it('an account with a passkey that came in with a password is asked for the passkey, or a backup code in its stead', () => {
    const who = account({ ...WITH_MAIL, totp: true, backupCodes: 3, passkeys: [key()] });
    expect(gate(who, [password()])).toEqual(needs('passkey', 'backup-code'));
    expect(gate(who, [password(), proof('totp'), proof('email-code')])).toEqual(needs('passkey', 'backup-code'));
    for (const second of [passkey(), touched, proof('backup-code')])
      expect(gate(who, [password(), second])).toEqual(open);
  });

  it('else TOTP or a backup code: an email code does not do where there is something stronger', () => {
    const who = account({ ...WITH_MAIL, totp: true, backupCodes: 3 });
    expect(gate(who, [password(), proof('email-code')])).toEqual(needs('totp', 'backup-code'));
    for (const second of ['totp', 'backup-code'] as const) expect(gate(who, [password(), proof(second)])).toEqual(open);
    expect(gate({ ...who, factors: { ...who.factors, backupCodes: 0 } }, [password()])).toEqual(needs('totp'));
  });

  it('an administrator vouches for a first factor only, and "password" opens a first factor only', () => {
    const who = account({ ...WITH_MAIL, totp: true });
    expect(gate(who, [password(), proof('enrollment-code')])).toEqual(needs('totp'));
    expect(gate(who, [password()], { enrollment: { firstFactor: 'password' } })).toEqual(needs('totp'));
    expect(gate(who, [sso('corp', { acr: 'mfa' })])).toEqual(needs('totp'));
  });

  it('a passkey that verified its user is two proofs; one that did not is one, possession', () => {
    const who = account({ ...WITH_MAIL, totp: true, passkeys: [key()], backupCodes: 1 });
    expect(gate(who, [passkey()])).toEqual(open);
    expect(gate(who, [touched])).toEqual(needs('password', 'totp', 'backup-code'));
    expect(gate(who, [touched, proof('email-code')])).toEqual(needs('password', 'totp', 'backup-code'));
    for (const second of [password(), proof('totp')]) expect(gate(who, [touched, second])).toEqual(open);
  });

  it('and is asked for again, or for another, only where that can help', () => {
    expect(gate(account({ passkeys: [key()] }), [touched])).toEqual(needs('passkey'));
    const unable = { userVerified: false };
    expect(gate(account({ passkeys: [key('k1', unable), key('k2', unable)] }), [touched])).toEqual(vouching);
    expect(gate(account({ passkeys: [key('k1', unable)] }), [touched, proof('enrollment-code')])).toEqual(open);
    expect(gate(account({ passkeys: [key('k1', unable), key('k2')], totp: true }), [touched])).toEqual(
      needs('passkey', 'totp'),
    );
    expect(
      gate(account({ passkeys: [key(), key('k2')], totp: true }), [touched, passkey('k2', { userVerified: false })]),
    ).toEqual(needs('totp'));
  });

  it('a passkey that is no way in here, or a provider that is none, opens nothing', () => {
    const who = account({ ...WITH_MAIL, sso: ['corp'], passkeys: [key()] });
    expect(gate(who, [passkey()], {}, maskOf(['sso']))).toEqual(needs('sso'));
    expect(
      gate(
        account({ ...WITH_MAIL, sso: ['corp'] }),
        [password(), sso('corp', { acr: 'mfa' })],
        {},
        maskOf(['password']),
      ),
    ).toEqual(needs('email-code'));
    expect(
      gate(
        account({ ...WITH_MAIL, sso: ['corp'], totp: true, passkeys: [key()] }),
        [touched, password()],
        {},
        maskOf(['passkey', 'sso']),
      ),
    ).toEqual(needs('sso', 'totp'));
  });
});

describe('X10 N12 a first factor', () => {
  it('two proofs: a way in and an email code, or an administrator where there is no mailbox', () => {
    expect(gate(account(WITH_MAIL), [password()])).toEqual(needs('email-code'));
    expect(gate(account({ ...WITH_MAIL, sso: ['club'] }), [password()])).toEqual(needs('email-code'));
    expect(gate(account(WITH_MAIL), [password(), proof('email-code')])).toEqual(open);
    expect(gate(account({ ldap: true, mailDomain: 'corp.example' }), [proof('ldap'), proof('email-code')])).toEqual(
      open,
    );
    expect(gate(account({ password: 'independent' }), [password()])).toEqual(vouching);
    expect(gate(account({ password: 'independent' }), [password(), proof('enrollment-code')])).toEqual(open);
  });

  it('an app without a mailer asks for no mailed code, and counts one from before', () => {
    const who = account({ ...WITH_MAIL, mailsCodes: false });
    expect(gate(who, [password()])).toEqual(vouching);
    expect(gate(who, [password(), proof('email-code')])).toEqual(open);
    expect(gate(account({ mailsCodes: true, ...WITH_MAIL }), [password()])).toEqual(needs('email-code'));
  });

  it('a provider that is trusted for several factors gives two proofs', () => {
    const who = account({ sso: ['corp'], mailDomain: 'corp.example' });
    expect(gate(who, [sso('corp', { acr: 'mfa' })])).toEqual(open);
    expect(gate(who, [sso('corp', { acr: 'other' })])).toEqual(vouching);
    expect(gate(account({ password: 'independent', sso: ['corp'] }), [password()])).toEqual(needs('sso'));
    expect(gate(account({ password: 'independent', sso: ['club'] }), [password()])).toEqual(vouching);
  });

  it('"password": one way in is enough, never a password that a mailbox set', () => {
    const policy: PolicyInput<string> = { enrollment: { firstFactor: 'password' } };
    for (const wayIn of [password(), proof('ldap'), sso()])
      expect(gate(account(WITH_MAIL), [wayIn], policy)).toEqual(open);
    const reset = account({ password: 'mailbox', mailDomain: 'corp.example' });
    expect(gate(reset, [password('mailbox')], policy)).toEqual(vouching);
    expect(gate(reset, [password('mailbox'), proof('email-code')], policy)).toEqual(vouching);
    const both = { ...reset, factors: { ...reset.factors, sso: ['club'] } };
    expect(gate(both, [password('mailbox')], policy)).toEqual(needs('sso'));
    for (const order of [
      [password('mailbox'), sso('club')],
      [sso('club'), password('mailbox')],
    ])
      expect(gate(both, order, policy)).toEqual(open);
  });

  it('"vouched": an administrator, whatever else was proved', () => {
    const policy: PolicyInput<string> = { enrollment: { firstFactor: 'vouched' } };
    for (const evidence of [[password()], [password(), proof('email-code')], [sso('corp', { acr: 'mfa' })]]) {
      expect(gate(account({ ...WITH_MAIL, sso: ['corp'] }), evidence, policy)).toEqual(vouching);
      expect(gate(account({ ...WITH_MAIL, sso: ['corp'] }), [...evidence, proof('enrollment-code')], policy)).toEqual(
        open,
      );
    }
  });

  it('an account’s own "vouched" counts like the policy’s, and names the account as the reason', () => {
    const who = account(WITH_MAIL, { firstFactor: 'vouched' });
    for (const policy of [{}, { enrollment: { firstFactor: 'password' } }] as const) {
      expect(gate(who, [password(), proof('email-code')], policy)).toEqual(vouching);
      expect(gate(who, [password(), proof('enrollment-code')], policy)).toEqual(open);
    }
    expect(gate({ ...who, factors: { ...who.factors, totp: true } }, [password(), proof('totp')])).toEqual(open);
    const because = (of: AccountFacts) =>
      gateReasons(definePolicy({}), of, [password()], ALL_METHODS, { state: 'needs-vouching' });
    expect(because(who)).toMatchObject([{ code: 'enrollment-needs-vouching', source: 'account' }]);
    expect(because(account(WITH_MAIL))).toMatchObject([{ code: 'enrollment-needs-vouching', source: 'tenant' }]);
  });

  it('the mailbox is one proof: beside the provider that owns it, a password it set, or a reset link, a code is none', () => {
    const who = account({ password: 'independent', sso: ['corp', 'club'], mailDomain: 'corp.example' });
    const policy: PolicyInput<string> = { providers: { corp: { mailDomains: ['corp.example'] }, club: {} } };
    expect(gate(who, [sso('corp'), proof('email-code')], policy)).toEqual(needs('password', 'sso'));
    expect(gate(who, [sso('corp'), proof('email-code'), password()], policy)).toEqual(open);
    expect(gate(who, [sso('club'), proof('email-code')], policy)).toEqual(open);
    expect(gate(who, [password(), proof('email-code'), proof('reset-token')], policy)).toEqual(vouching);
    expect(gate(account({ ...WITH_MAIL, password: 'mailbox' }), [password('mailbox')], policy)).toEqual(vouching);
  });

  it('who vouches for a password is what its proof says, though the account says something else by now', () => {
    const policy: PolicyInput<string> = { providers: { corp: { mailDomains: ['corp.example'] } } };
    const who = account({ ...WITH_MAIL, sso: ['corp'] });
    expect(gate(who, [sso('corp'), password('mailbox')], policy)).toEqual(vouching);
    const reset = account({ ...WITH_MAIL, password: 'mailbox' });
    expect(gate(reset, [password('independent')])).toEqual(needs('email-code'));
  });
});

describe('X10 N16 an account whose provider reported more than two proofs', () => {
  const policy: PolicyInput<string> = {
    providers: {
      corp: {
        trust: [
          { acr: 'mfa', strength: 'enhanced' },
          { amr: ['hwk'], strength: 'phishing-resistant' },
        ],
      },
      club: { trust: [{ acr: 'mfa', strength: 'baseline' }] },
    },
  };
  const once = (words: ProviderAssertion, more: Partial<AccountFactors> = {}) =>
    account({ ...WITH_MAIL, sso: ['corp', 'club'], said: { corp: {} }, reported: { corp: [words] }, ...more });
  const mfa = sso('corp', { acr: 'mfa' });

  it('sets its first factor up after a proof as strong, and not after one factor there and a code to the mailbox', () => {
    const who = once({ acr: 'mfa' });
    for (const evidence of [[password()], [password(), proof('email-code')], [sso('club'), proof('email-code')]])
      expect(gate(who, evidence, policy)).toEqual(needs('sso'));
    for (const evidence of [[mfa], [password(), mfa], [sso(), mfa], [sso('corp', { amr: ['hwk'] })]])
      expect(gate(who, evidence, policy)).toEqual(open);
  });

  it('is asked to go there again, if it was there and the provider reported less', () => {
    expect(gate(once({ acr: 'mfa' }), [sso(), proof('email-code')], policy)).toEqual(needs('sso'));
    expect(gate(once({ acr: 'mfa' }), [sso(), proof('email-code'), password()], policy)).toEqual(needs('sso'));
  });

  it('whether the provider reported it at the last sign-in or before', () => {
    const { factors } = account(WITH_MAIL);
    const last = account({ ...factors, sso: ['corp'], said: { corp: { acr: 'mfa' } } });
    const never = account({ ...factors, sso: ['corp'], said: { corp: {} } });
    expect(gate(last, [password(), proof('email-code')], policy)).toEqual(needs('sso'));
    expect(gate(never, [password(), proof('email-code')], policy)).toEqual(open);
  });

  it('unless the report counts for two proofs only, or for nothing under this policy, or the provider is no way in', () => {
    const evidence = [password(), proof('email-code')];
    expect(gate(once({ acr: 'other' }), evidence, policy)).toEqual(open);
    expect(gate(once({ acr: 'mfa' }), evidence, { providers: {} })).toEqual(open);
    expect(gate(once({}, { reported: { club: [{ acr: 'mfa' }] } }), evidence, policy)).toEqual(open);
    const local = { ...policy, methods: ['password'] } as const;
    expect(gate(once({ acr: 'mfa' }), evidence, local, maskOf(['password']))).toEqual(open);
    expect(gate(once({ acr: 'mfa' }, { sso: ['club'] }), evidence, policy)).toEqual(open);
    // The provider is no way in in the place of the request alone, and its report counts there too.
    expect(gate(once({ acr: 'mfa' }), evidence, policy, maskOf(['password']))).toEqual({ state: 'needs-vouching' });
  });

  it('an administrator vouches in place of the proof, and "password" does not', () => {
    const who = once({ acr: 'mfa' });
    expect(gate(who, [password(), proof('enrollment-code')], policy)).toEqual(open);
    expect(gate(who, [password()], { ...policy, enrollment: { firstFactor: 'password' } })).toEqual(needs('sso'));
    expect(gate(who, [mfa], { ...policy, enrollment: { firstFactor: 'vouched' } })).toEqual(vouching);
  });

  it('an app is as strong as a report of enhanced, and not as one that resists phishing', () => {
    const app = { totp: true, backupCodes: 3 };
    expect(gate(once({ acr: 'mfa' }, app), [password()], policy)).toEqual(needs('totp', 'backup-code'));
    expect(gate(once({ acr: 'mfa' }, app), [password(), proof('totp')], policy)).toEqual(open);
    const strong = once({ amr: ['hwk'] }, app);
    expect(gate(strong, [password()], policy)).toEqual(needs('totp', 'backup-code'));
    for (const second of ['totp', 'backup-code'] as const)
      expect(gate(strong, [password(), proof(second)], policy)).toEqual(needs('sso'));
    expect(gate(strong, [mfa, proof('totp'), sso('corp', { amr: ['hwk'] })], policy)).toEqual(open);
  });

  it('a passkey is as strong as any report, and is asked for beside the provider', () => {
    const who = once({ amr: ['hwk'] }, { passkeys: [key()], backupCodes: 3, totp: true });
    expect(gate(who, [password(), proof('backup-code')], policy)).toEqual(needs('passkey', 'sso'));
    for (const evidence of [[passkey()], [password(), touched]]) expect(gate(who, evidence, policy)).toEqual(open);
    expect(gate(who, [touched, proof('totp')], policy)).toEqual(needs('password', 'sso'));
    const keyAlone = account({ ...who.factors, password: undefined, said: { corp: {} } });
    expect(gate(keyAlone, [touched, sso(), proof('totp')], policy)).toEqual(open);
    const onlyKey = once({ amr: ['hwk'] }, { password: undefined, passkeys: [key()], totp: true, sso: ['corp'] });
    expect(gate(onlyKey, [touched, proof('totp')], policy)).toEqual(needs('sso'));
  });
});
