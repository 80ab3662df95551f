import { describe, expect, it } from 'vitest';
import type { AccountFacts, Evidence, PolicyInput } from '../index.ts';
import { definePolicy, evaluate, instant } from '../index.ts';

const at = instant(1_000_000);
const policy = (input: PolicyInput = {}) => definePolicy(input);
const account = (factors: Partial<AccountFacts['factors']>, rest: Partial<AccountFacts> = {}): AccountFacts => ({ roles: [], factors: { passkeys: [], ...factors }, ...rest });
const simple = (method: 'totp' | 'email-code' | 'backup-code'): Evidence => ({ method, at });
const password: Evidence = { method: 'password', at };
const key = { id: 'k1', userVerified: true, deviceBound: true, aaguid: '00000000-0000-0000-0000-000000000000', attested: false };
const passkey = (userVerified: boolean): Evidence => ({ method: 'passkey', at, credentialId: 'k1', userVerified, deviceBound: true, aaguid: key.aaguid, attested: false });
const withMail = { password: 'independent', mailDomain: 'example.org' } as const;

const ask = (input: PolicyInput, who: AccountFacts, evidence: Evidence[]) => evaluate(policy(input), { account: who, evidence, now: at });

describe('evaluate', () => {
  it('W2 baseline is password with an email code, password with TOTP, or a passkey', () => {
    expect(ask({}, account(withMail), [password, simple('email-code')])).toMatchObject({ outcome: 'granted', strength: 'baseline' });
    expect(ask({}, account({ password: 'independent', totp: true }), [password, simple('totp')])).toMatchObject({ outcome: 'granted', strength: 'enhanced' });
    expect(ask({}, account({ passkeys: [key] }), [passkey(true)])).toMatchObject({ outcome: 'granted', strength: 'phishing-resistant' });
    expect(ask({}, account(withMail), [password])).toMatchObject({ outcome: 'factor-required', accept: ['email-code'], toward: 'grant' });
  });

  it('W3 W6 under enhanced an email code opens enrollment and nothing else', () => {
    const strict = { requiredStrength: 'enhanced' };
    expect(ask(strict, account(withMail), [password])).toMatchObject({ outcome: 'factor-required', accept: ['email-code'], toward: 'enrollment' });
    expect(ask(strict, account(withMail), [password, simple('email-code')])).toMatchObject({ outcome: 'enrollment-required', offer: ['passkey', 'totp'] });
    expect(ask(strict, account({ ...withMail, totp: true }), [password])).toMatchObject({ outcome: 'factor-required', accept: ['totp'], toward: 'grant' });
  });

  it('a passkey that did not verify its user is one factor: a password goes with it, never an email code', () => {
    expect(ask({}, account({ ...withMail, totp: true, passkeys: [key] }), [passkey(false)])).toMatchObject({ outcome: 'factor-required', accept: ['password'] });
    expect(ask({}, account({ ...withMail, passkeys: [key] }), [password, passkey(false)])).toMatchObject({ outcome: 'granted', strength: 'phishing-resistant' });
  });

  it('P3 vouched: nothing opens enrollment but an administrator', () => {
    const vouched: PolicyInput = { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } };
    expect(ask(vouched, account(withMail), [password])).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
    expect(ask(vouched, account(withMail), [password, { method: 'enrollment-code', at }])).toMatchObject({ outcome: 'enrollment-required', offer: ['passkey', 'totp'] });
  });

  it('X1 strictest wins: a role tightens the tenant, and the tenant a role', () => {
    const roles = { admin: { requiredStrength: 'enhanced' }, easy: { requiredStrength: 'single' } };
    expect(ask({ roles }, account(withMail, { roles: ['admin'] }), [password, simple('email-code')])).toMatchObject({ outcome: 'enrollment-required' });
    expect(ask({ roles }, account(withMail, { roles: ['easy'] }), [password])).toMatchObject({ outcome: 'factor-required' });
  });

  it('N12 a password that a mailbox set never opens enrollment with a code from the same mailbox', () => {
    const reset = account({ password: 'mailbox', mailDomain: 'example.org' });
    const proofs: Evidence[] = [{ method: 'password', at, provenance: 'mailbox' }, simple('email-code')];
    expect(ask({}, reset, proofs)).toMatchObject({ outcome: 'granted', strength: 'baseline' });
    expect(ask({ recovery: { mailboxAlone: 'refuse' } }, reset, proofs)).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
    expect(ask({ requiredStrength: 'enhanced' }, reset, proofs)).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
  });
});
