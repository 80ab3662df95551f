import { describe, expect, it } from 'vitest';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { BuiltInMethod } from '../strength/method.ts';
import { evaluate } from './evaluate.ts';
import {
  account,
  ask,
  key,
  NOW,
  OFFICE_MODEL,
  passkey,
  password,
  proof,
  sso,
  WITH_MAIL,
} from './facts.test-support.ts';

const enhanced: PolicyInput<string> = { requiredStrength: 'enhanced' };
const byMail = [password(), proof('email-code')];
const codes = (decision: ReturnType<typeof ask>) => decision.because.map(({ code }) => code);

describe('enrollment is demanded', () => {
  it('W3 W6 under enhanced an email code opens enrollment, which offers both, and nothing else', () => {
    const first = ask(enhanced, account(WITH_MAIL), [password()]);
    expect(first).toMatchObject({ outcome: 'factor-required', accept: ['email-code'], toward: 'enrollment' });
    expect(codes(first)).toEqual(['strength-required', 'nothing-enrolled-satisfies', 'enrollment-needs-proof']);
    const second = ask(enhanced, account(WITH_MAIL), byMail);
    expect(second).toMatchObject({ outcome: 'enrollment-required', offer: ['passkey', 'totp'] });
    expect(codes(second)).toEqual(['strength-required', 'nothing-enrolled-satisfies']);
  });

  it('P3 W8 before any proof the way in is asked for, and nothing is offered', () => {
    expect(ask(enhanced, account(WITH_MAIL))).toMatchObject({
      outcome: 'factor-required',
      accept: ['password'],
      toward: 'enrollment',
    });
    expect(ask(enhanced, account(WITH_MAIL), [proof('email-code')])).toMatchObject({
      outcome: 'factor-required',
      accept: ['password'],
    });
  });

  it('W7 what is set up in the flow is evidence in it: either one finishes that same sign-in', () => {
    expect(ask(enhanced, account({ ...WITH_MAIL, totp: true }), [...byMail, proof('totp')])).toMatchObject({
      outcome: 'granted',
    });
    expect(ask(enhanced, account({ ...WITH_MAIL, passkeys: [key()] }), [...byMail, passkey()])).toMatchObject({
      outcome: 'granted',
    });
    expect(
      ask(enhanced, account({ ...WITH_MAIL, passkeys: [key()] }), [...byMail, passkey('k1', { userVerified: false })]),
    ).toMatchObject({ outcome: 'granted' });
  });

  it('W9 W11 not of whoever has TOTP or a passkey already', () => {
    expect(ask(enhanced, account({ ...WITH_MAIL, totp: true }), [password()])).toMatchObject({
      accept: ['totp'],
      toward: 'grant',
    });
    expect(ask(enhanced, account({ ...WITH_MAIL, passkeys: [key()] }), [password()])).toMatchObject({
      accept: ['passkey'],
      toward: 'grant',
    });
    expect(ask(enhanced, account({ ...WITH_MAIL, totp: true }), byMail)).toMatchObject({
      accept: ['totp'],
      toward: 'grant',
    });
  });

  it('W13 after a reset of two-step verification, unless a passkey still satisfies the policy', () => {
    expect(ask(enhanced, account(WITH_MAIL), byMail)).toMatchObject({ outcome: 'enrollment-required' });
    expect(ask(enhanced, account({ ...WITH_MAIL, passkeys: [key()] }), byMail)).toMatchObject({
      accept: ['passkey'],
      toward: 'grant',
    });
  });

  it('P3 vouched: nothing opens it but an administrator, and the reasons say whom to ask', () => {
    const vouched: PolicyInput<string> = { ...enhanced, enrollment: { firstFactor: 'vouched' } };
    for (const evidence of [[password()], byMail]) {
      const decision = ask(vouched, account(WITH_MAIL), evidence);
      expect(decision).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
      expect(codes(decision)).toContain('enrollment-needs-vouching');
    }
    expect(ask(vouched, account(WITH_MAIL), [password(), proof('enrollment-code')])).toMatchObject({
      outcome: 'enrollment-required',
      offer: ['passkey', 'totp'],
    });
    expect(ask(vouched, account(WITH_MAIL), [proof('enrollment-code')])).toMatchObject({
      outcome: 'factor-required',
      accept: ['password'],
    });
  });

  it('an enrollment code proves nothing: it is no factor of any strength', () => {
    expect(ask({ requiredStrength: 'single' }, account(WITH_MAIL), [proof('enrollment-code')])).toMatchObject({
      outcome: 'factor-required',
      toward: 'grant',
    });
    expect(ask({}, account(WITH_MAIL), [password(), proof('enrollment-code')])).toMatchObject({
      accept: ['email-code'],
      toward: 'grant',
    });
  });
});

describe('what is offered', () => {
  it('only what leads to a grant', () => {
    expect(ask({ requiredStrength: 'phishing-resistant' }, account(WITH_MAIL), byMail)).toMatchObject({
      outcome: 'enrollment-required',
      offer: ['passkey'],
    });
    expect(
      ask({ requiredStrength: 'phishing-resistant' }, account({ ...WITH_MAIL, totp: true }), [
        password(),
        proof('totp'),
      ]),
    ).toMatchObject({ offer: ['passkey'] });
    const appOnly: PolicyInput<string> = {
      requiredStrength: 'app',
      strengths: { app: { anyOf: [[{ method: 'password' }, { method: 'totp' }]] } },
    };
    expect(ask(appOnly, account(WITH_MAIL), byMail)).toMatchObject({ offer: ['totp'] });
  });

  it('only what the account does not have: not a second passkey where the one it has will do', () => {
    const both: PolicyInput<string> = {
      requiredStrength: 'both',
      strengths: { both: { anyOf: [[{ method: 'passkey' }, { method: 'totp' }]] } },
    };
    expect(ask(both, account({ ...WITH_MAIL, passkeys: [key()] }), [passkey()])).toMatchObject({
      outcome: 'enrollment-required',
      offer: ['totp'],
    });
    expect(ask(both, account(WITH_MAIL), byMail)).toMatchObject({ offer: ['passkey', 'totp'] });
  });

  it('X2 another passkey where the one there is is not of the model asked for', () => {
    const office: PolicyInput<string> = {
      requiredStrength: 'office',
      strengths: { office: { anyOf: [[{ method: 'passkey', aaguid: [OFFICE_MODEL], attested: true }]] } },
    };
    expect(ask(office, account({ passkeys: [key()] }), [passkey()])).toMatchObject({
      outcome: 'enrollment-required',
      offer: ['passkey'],
    });
  });

  it('two passkeys, one after the other, where two are asked for', () => {
    const pair: PolicyInput<string> = {
      requiredStrength: 'pair',
      strengths: { pair: { anyOf: [[{ method: 'passkey' }, { method: 'passkey' }]] } },
    };
    expect(ask(pair, account(WITH_MAIL), byMail)).toMatchObject({ outcome: 'enrollment-required', offer: ['passkey'] });
    expect(ask(pair, account({ ...WITH_MAIL, passkeys: [key()] }), [...byMail, passkey()])).toMatchObject({
      outcome: 'enrollment-required',
      offer: ['passkey'],
    });
    expect(
      ask(pair, account({ ...WITH_MAIL, passkeys: [key(), key('k2')] }), [...byMail, passkey(), passkey('k2')]),
    ).toMatchObject({ outcome: 'granted' });
  });

  it('nothing where nothing that can be set up would do: then there is no way in', () => {
    const directory: PolicyInput<string> = {
      requiredStrength: 'directory',
      strengths: { directory: { anyOf: [[{ method: 'ldap' }, { method: 'totp' }]] } },
    };
    const decision = ask(directory, account(WITH_MAIL), byMail);
    expect(decision).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
    expect(codes(decision)).not.toContain('enrollment-needs-vouching');
  });

  it('P9 with SSO only, a second factor beside it', () => {
    const policy: PolicyInput<string> = {
      methods: ['sso'],
      requiredStrength: 'enhanced',
      enrollment: { firstFactor: 'password' },
    };
    expect(ask(policy, account({ sso: ['corp'] }), [sso()])).toMatchObject({
      outcome: 'enrollment-required',
      offer: ['passkey', 'totp'],
    });
  });

  it('of what the host brings, and nothing else', () => {
    const offer = (methods: readonly BuiltInMethod[]) =>
      evaluate(definePolicy(enhanced, { methods }), { account: account(WITH_MAIL), evidence: byMail, now: NOW });
    const always = ['password', 'email-code', 'backup-code'] as const;
    expect(offer([...always, 'passkey', 'totp'])).toMatchObject({ offer: ['passkey', 'totp'] });
    expect(offer([...always, 'passkey'])).toMatchObject({ offer: ['passkey'] });
    expect(offer([...always, 'totp'])).toMatchObject({ offer: ['totp'] });
    expect(offer(always)).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
  });

  it('P9 never a passkey that would not be a way in: it could not be enough by itself', () => {
    const own: PolicyInput<string> = {
      requiredStrength: 'own',
      strengths: { own: { anyOf: [[{ method: 'passkey', userVerified: true }]] } },
    };
    expect(ask({ ...own, methods: ['password', 'passkey'] }, account(WITH_MAIL), byMail)).toMatchObject({
      outcome: 'enrollment-required',
      offer: ['passkey'],
    });
    expect(ask({ ...own, methods: ['password'] }, account(WITH_MAIL), byMail)).toMatchObject({
      outcome: 'denied',
      reason: 'no-way-in',
    });
  });
});

it('X10 X21 a first sign-in asks no gate: the new account has nothing to protect', () => {
  const vouched: PolicyInput<string> = { ...enhanced, enrollment: { firstFactor: 'vouched' } };
  const asked = (isFirstSignIn: boolean) => ask(vouched, account(WITH_MAIL), byMail, { isFirstSignIn });
  expect(asked(true)).toMatchObject({ outcome: 'enrollment-required', offer: ['passkey', 'totp'] });
  expect(asked(false)).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
});

it('X10 X21 a first sign-in without a proof of its mailed link asks the gate, as every other sign-in does', () => {
  const vouched: PolicyInput<string> = { ...enhanced, enrollment: { firstFactor: 'vouched' } };
  const asked = (of: AccountFacts, ...evidence: readonly Evidence[]) =>
    ask(vouched, of, evidence, { isFirstSignIn: true });
  const made = account(WITH_MAIL);
  expect(asked(made)).toMatchObject({ outcome: 'factor-required', toward: 'enrollment', accept: ['password'] });
  expect(asked(account({ mailDomain: 'example.org' }))).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
  expect(asked(made, password())).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
  expect(asked(made, proof('reset-token'))).toMatchObject({ outcome: 'factor-required', toward: 'enrollment' });
  for (const link of [proof('email-code'), proof('enrollment-code')])
    expect(asked(made, link)).toMatchObject({ outcome: 'enrollment-required' });
});
