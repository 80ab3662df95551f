import { describe, expect, it } from 'vitest';
import type { PolicyInput } from '../policy/policy-input.ts';
import { account, ask, key, passkey, password, proof, sso, WITH_MAIL } from './facts.test-support.ts';

const reset = account({ password: 'mailbox', mailDomain: 'corp.example' });
const setByMailbox = [password('mailbox'), proof('email-code')];
const owning: PolicyInput<string> = {
  providers: { corp: { mailDomains: ['corp.example'] }, club: { mailDomains: ['club.example'] } },
};
const codes = (decision: ReturnType<typeof ask>) => decision.because.map(({ code }) => code);

describe('N12 the same mailbox is one factor', () => {
  it('a password that a mailbox set, and a code to it, are good for baseline and no more', () => {
    expect(ask({}, reset, setByMailbox)).toMatchObject({ outcome: 'granted', strength: 'baseline' });
    const own: PolicyInput<string> = {
      requiredStrength: 'own',
      strengths: { own: { anyOf: [[{ method: 'password' }, { method: 'email-code' }]] } },
    };
    expect(ask(own, reset, setByMailbox)).not.toMatchObject({ outcome: 'granted' });
    expect(ask(own, account(WITH_MAIL), [password(), proof('email-code')])).toMatchObject({ outcome: 'granted' });
  });

  it('not even for baseline where the policy refuses it, and the reasons say why', () => {
    const refusing: PolicyInput<string> = { recovery: { mailboxAlone: 'refuse' } };
    const decision = ask(refusing, reset, setByMailbox);
    expect(decision).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
    expect(codes(decision)).toEqual(expect.arrayContaining(['same-mailbox', 'enrollment-needs-vouching']));
    expect(ask(refusing, reset, [password('mailbox')])).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
    expect(ask(refusing, account(WITH_MAIL), [password(), proof('email-code')])).toMatchObject({ outcome: 'granted' });
  });

  it('they never open enrollment for anything stronger, whatever opens a first factor; an administrator does', () => {
    for (const firstFactor of ['two-proofs', 'password', 'vouched'] as const) {
      const strict: PolicyInput<string> = { requiredStrength: 'enhanced', enrollment: { firstFactor } };
      expect(ask(strict, reset, setByMailbox)).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
      expect(ask(strict, reset, [password('mailbox'), proof('enrollment-code')])).toMatchObject({
        outcome: 'enrollment-required',
      });
    }
  });

  it('a proof that does not say who vouches for the password has the provenance the account has on record', () => {
    const { provenance: _, ...unsaid } = { provenance: undefined, ...password() };
    expect(
      ask({ recovery: { mailboxAlone: 'refuse' } }, reset, [
        { method: 'password', at: unsaid.at },
        proof('email-code'),
      ]),
    ).toMatchObject({ outcome: 'denied' });
  });

  it('what a proof says of who vouches for the password goes before the record, which may be of another password by now', () => {
    const refusing: PolicyInput<string> = { recovery: { mailboxAlone: 'refuse' } };
    const before = ask(refusing, account(WITH_MAIL), setByMailbox);
    expect(before).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
    expect(ask(refusing, reset, [password('independent'), proof('email-code')])).toMatchObject({ outcome: 'granted' });
  });

  it('such a password is as good as any beside an independent factor', () => {
    const who = account({ password: 'mailbox', mailDomain: 'corp.example', totp: true, passkeys: [key()] });
    expect(ask({ requiredStrength: 'enhanced' }, who, [password('mailbox'), proof('totp')])).toMatchObject({
      outcome: 'granted',
    });
    expect(
      ask({ requiredStrength: 'phishing-resistant' }, who, [
        password('mailbox'),
        passkey('k1', { userVerified: false }),
      ]),
    ).toMatchObject({ outcome: 'granted' });
  });

  it('an email code never counts beside SSO whose provider owns the mail domain', () => {
    const who = account({ sso: ['corp', 'club'], mailDomain: 'corp.example' });
    expect(ask(owning, who, [sso('corp'), proof('email-code')])).not.toMatchObject({ outcome: 'granted' });
    expect(ask(owning, who, [sso('club'), proof('email-code')])).toMatchObject({ outcome: 'granted' });
    expect(
      ask(owning, account({ sso: ['club'], mailDomain: 'sub.club.example' }), [sso('club'), proof('email-code')]),
    ).toMatchObject({ outcome: 'granted' });
  });

  it('but the code counts beside a password all the same: more evidence never loses a grant', () => {
    const who = account({ ...WITH_MAIL, sso: ['corp'] });
    expect(ask(owning, who, [password(), proof('email-code'), sso('corp')])).toMatchObject({
      outcome: 'granted',
      strength: 'baseline',
    });
    expect(ask(owning, who, [sso('corp'), proof('email-code')])).toMatchObject({
      outcome: 'factor-required',
      accept: ['password'],
    });
  });

  it('X13 an email code never counts beside a reset token, nor is it asked for', () => {
    const who = account({ password: 'mailbox', mailDomain: 'corp.example', totp: true });
    expect(ask({}, who, [proof('reset-token'), password('mailbox'), proof('email-code')])).toMatchObject({
      accept: ['totp'],
    });
    expect(ask({}, who, [proof('reset-token'), password('mailbox'), proof('totp')])).toMatchObject({
      outcome: 'granted',
    });
    expect(ask({ emailCodes: { offer: 'always' } }, who, [proof('reset-token'), password('mailbox')])).toMatchObject({
      accept: ['totp'],
    });
    expect(ask({}, reset, [proof('reset-token'), password('mailbox'), proof('email-code')])).toMatchObject({
      outcome: 'denied',
      reason: 'no-way-in',
    });
  });
});
