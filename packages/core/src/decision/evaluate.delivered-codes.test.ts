import { describe, expect, it } from 'vitest';
import { explain } from '../explain/explain.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { HostMethods } from '../policy/host-methods.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { METHODS } from '../strength/method.ts';
import type { Decision } from './decision.ts';
import { evaluate } from './evaluate.ts';
import { account, key, NOW, password, proof, WITH_MAIL } from './facts.test-support.ts';

const HOST: HostMethods = { methods: METHODS, providers: ['corp'], codes: ['sms-code', 'voice-code'] };
const WITH_SMS = account({ password: 'independent', codes: ['sms-code'] });

function ask(
  policy: PolicyInput<string>,
  who: AccountFacts,
  evidence: readonly Evidence[],
  host?: HostMethods,
): Decision {
  return evaluate(definePolicy(policy, host), { account: who, evidence, now: NOW });
}

describe('a delivered code of the host', () => {
  it.each([
    ['baseline', 'granted'],
    ['enhanced', 'enrollment-required'],
    ['phishing-resistant', 'enrollment-required'],
  ])('X23 beside a password is, where %s is required, %s', (requiredStrength, outcome) => {
    expect(ask({ requiredStrength }, WITH_SMS, [password(), proof('sms-code')], HOST).outcome).toBe(outcome);
    expect(ask({ requiredStrength }, WITH_SMS, [password(), proof('sms-code')]).outcome).toBe(outcome);
  });

  it('X23 is asked for by its own name, after a way in', () => {
    const decision = ask({}, account({ password: 'independent', codes: ['voice-code', 'sms-code'] }), [password()]);
    expect(decision).toMatchObject({ outcome: 'factor-required', accept: ['voice-code', 'sms-code'] });
    expect(ask({}, WITH_SMS, [])).toMatchObject({ outcome: 'factor-required', accept: ['password'] });
    expect(ask({}, WITH_SMS, [proof('sms-code')]).outcome).toBe('factor-required');
  });

  it('X23 is not offered where something stronger would do, unless the policy always offers codes', () => {
    const who = account({ ...WITH_SMS.factors, mailDomain: 'home.example', totp: true });
    expect(ask({}, who, [password()])).toMatchObject({ accept: ['totp'] });
    expect(ask({ emailCodes: { offer: 'always' } }, who, [password()])).toMatchObject({
      accept: ['totp', 'email-code', 'sms-code'],
    });
  });

  it('X23 satisfies a strength that names it, and no other code does', () => {
    const policy: PolicyInput<string> = {
      requiredStrength: 'by-phone',
      strengths: { 'by-phone': { anyOf: [[{ method: 'password' }, { method: 'sms-code' }]] } },
    };
    expect(ask(policy, WITH_SMS, [password(), proof('sms-code')], HOST).outcome).toBe('granted');
    const voice = account({ password: 'independent', codes: ['voice-code'] });
    expect(ask(policy, voice, [password(), proof('voice-code')], HOST)).toMatchObject({
      outcome: 'enrollment-required',
      offer: ['sms-code'],
    });
  });

  it('X23 is offered for set-up after passkey and TOTP, and never where more than baseline is asked', () => {
    const vouched = [password(), proof('enrollment-code')];
    const who = account({ password: 'independent' });
    expect(ask({}, who, vouched, HOST)).toMatchObject({ offer: ['passkey', 'totp', 'sms-code', 'voice-code'] });
    expect(ask({ requiredStrength: 'enhanced' }, who, vouched, HOST)).toMatchObject({ offer: ['passkey', 'totp'] });
    expect(ask({ requiredStrength: 'phishing-resistant' }, who, vouched, HOST)).toMatchObject({ offer: ['passkey'] });
    expect(ask({}, who, vouched)).toMatchObject({ offer: ['passkey', 'totp'] });
  });

  it('X23 opens first-factor enrollment as a second proof, beside a password that a mailbox set too', () => {
    const enhanced: PolicyInput<string> = { requiredStrength: 'enhanced' };
    expect(ask(enhanced, WITH_SMS, [password()])).toMatchObject({ toward: 'enrollment', accept: ['sms-code'] });
    const byMailbox = account({ ...WITH_SMS.factors, password: 'mailbox' });
    expect(ask(enhanced, byMailbox, [password('mailbox')])).toMatchObject({ accept: ['sms-code'] });
    expect(ask(enhanced, byMailbox, [password('mailbox'), proof('sms-code')]).outcome).toBe('enrollment-required');
    expect(
      ask({ ...enhanced, enrollment: { firstFactor: 'vouched' } }, WITH_SMS, [password(), proof('sms-code')]),
    ).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
  });

  it('X23 opens no enrollment in the place of a passkey', () => {
    const who = account({ ...WITH_SMS.factors, passkeys: [key('k1', { userVerified: false })] });
    const own: PolicyInput<string> = {
      requiredStrength: 'office',
      strengths: { office: { anyOf: [[{ method: 'passkey', attested: true }]] } },
    };
    expect(ask(own, who, [password(), proof('sms-code')])).toMatchObject({ toward: 'enrollment', accept: ['passkey'] });
  });

  it('X23 does not rest on the mailbox', () => {
    const who = account({ ...WITH_SMS.factors, password: 'mailbox', mailDomain: 'corp.example' });
    const refuse: PolicyInput<string> = { recovery: { mailboxAlone: 'refuse' } };
    expect(ask(refuse, who, [password('mailbox'), proof('email-code')]).outcome).not.toBe('granted');
    expect(ask(refuse, who, [proof('reset-token'), password('mailbox'), proof('sms-code')]).outcome).toBe('granted');
  });

  it('X23 is told to the person in words', () => {
    const decision = ask({ requiredStrength: 'enhanced' }, WITH_SMS, [password()]);
    expect(explain(decision, 'person').join(' ')).toContain('confirm it is you: sms code');
  });

  it('a delivered code that is needed beside something stronger is asked for with it', () => {
    const policy: PolicyInput<string> = {
      requiredStrength: 'three',
      strengths: { three: { anyOf: [[{ method: 'password' }, { method: 'totp' }, { method: 'email-code' }]] } },
    };
    expect(ask(policy, account({ ...WITH_MAIL, totp: true }), [password()])).toMatchObject({
      accept: ['totp', 'email-code'],
    });
  });
});
