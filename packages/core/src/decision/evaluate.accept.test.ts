import { describe, expect, it } from 'vitest';
import type { PolicyInput } from '../policy/policy-input.ts';
import { account, ask, key, passkey, password, proof, WITH_MAIL } from './facts.test-support.ts';

describe('accept lists exactly what leads toward a grant', () => {
  it('a way in comes first', () => {
    expect(ask({}, account({ ...WITH_MAIL, totp: true }))).toMatchObject({
      outcome: 'factor-required',
      accept: ['password'],
    });
    expect(ask({}, account({ ...WITH_MAIL, passkeys: [key()] }))).toMatchObject({ accept: ['passkey', 'password'] });
  });

  it('not a way in that leads nowhere by itself, where another is enough alone', () => {
    const who = account({ ...WITH_MAIL, passkeys: [key()] });
    expect(ask({ requiredStrength: 'enhanced' }, who)).toMatchObject({ accept: ['passkey'] });
    expect(ask({ requiredStrength: 'enhanced' }, who, [password()])).toMatchObject({ accept: ['passkey'] });
  });

  it('not what the policy does not ask for: another provider, another passkey', () => {
    const policy: PolicyInput<string> = {
      requiredStrength: 'own',
      providers: { corp: {}, club: {} },
      strengths: { own: { anyOf: [[{ method: 'sso', provider: 'club' }, { method: 'totp' }]] } },
    };
    expect(ask(policy, account({ sso: ['corp'], totp: true }))).toMatchObject({
      outcome: 'denied',
      reason: 'no-way-in',
    });
    expect(ask(policy, account({ sso: ['club'], totp: true, passkeys: [key()] }))).toMatchObject({ accept: ['sso'] });
  });

  it('W9 an email code only where nothing stronger would do, unless the policy always offers it', () => {
    const strong = account({ ...WITH_MAIL, totp: true, backupCodes: 3, passkeys: [key()] });
    expect(ask({}, strong, [password()])).toMatchObject({ accept: ['passkey', 'totp', 'backup-code'] });
    expect(ask({ emailCodes: { offer: 'always' } }, strong, [password()])).toMatchObject({
      accept: ['passkey', 'totp', 'email-code', 'backup-code'],
    });
    expect(ask({}, account(WITH_MAIL), [password()])).toMatchObject({ accept: ['email-code'] });
  });

  it('another way in is nothing stronger: the email code stays on offer beside it', () => {
    const policy: PolicyInput<string> = { providers: { club: { trust: [{ acr: 'mfa', strength: 'baseline' }] } } };
    expect(ask(policy, account({ ...WITH_MAIL, sso: ['club'] }), [password()])).toMatchObject({
      accept: ['sso', 'email-code'],
    });
  });

  it('W16 backup codes only while TOTP or a passkey is registered, and some are left', () => {
    expect(ask({}, account({ ...WITH_MAIL, backupCodes: 5 }), [password()])).toMatchObject({ accept: ['email-code'] });
    expect(ask({}, account({ password: 'independent', totp: true, backupCodes: 0 }), [password()])).toMatchObject({
      accept: ['totp'],
    });
    expect(
      ask({}, account({ password: 'independent', passkeys: [key()], backupCodes: 1 }), [password()]),
    ).toMatchObject({ accept: ['passkey', 'backup-code'] });
  });

  it('P15 any one of several passkeys', () => {
    const who = account({ passkeys: [key('lost'), key('kept')] });
    expect(ask({}, who)).toMatchObject({ accept: ['passkey'] });
    expect(ask({}, who, [passkey('kept')])).toMatchObject({ outcome: 'granted' });
  });

  it('what was shown already is not asked for again', () => {
    expect(
      ask({ requiredStrength: 'phishing-resistant' }, account({ ...WITH_MAIL, totp: true, passkeys: [key()] }), [
        password(),
        proof('totp'),
      ]),
    ).toMatchObject({ accept: ['passkey'] });
  });

  it('of a great many passkeys none crowds out a password', () => {
    const passkeys = Array.from({ length: 60 }, (_, place) => key(`k${place}`));
    const pairs: PolicyInput<string> = {
      requiredStrength: 'pair',
      strengths: { pair: { anyOf: [[{ method: 'passkey' }, { method: 'passkey' }]] } },
    };
    const providers = Array.from({ length: 40 }, (_, place) => `p${place}`);
    const who = account({ ...WITH_MAIL, totp: true, sso: providers, passkeys });
    expect(ask({ ...pairs, methods: ['password'], requiredStrength: 'enhanced' }, who)).toMatchObject({
      accept: ['password'],
      toward: 'grant',
    });
    expect(ask({ ...pairs, methods: ['password'], requiredStrength: 'enhanced' }, who, [password()])).toMatchObject({
      accept: ['passkey', 'totp'],
    });
    expect(ask(pairs, who, [passkey('k3')])).toMatchObject({ accept: ['passkey'] });
    expect(
      ask(
        pairs,
        who,
        passkeys.map(({ id }) => passkey(id)),
      ),
    ).toMatchObject({ outcome: 'granted' });
  });
});

describe('N2 the reasons', () => {
  it('name each rule, whose it is, and the combinations that would do', () => {
    const policy: PolicyInput<string> = {
      roles: { admin: { requiredStrength: 'phishing-resistant', methods: ['password', 'passkey'] } },
    };
    expect(ask(policy, account({ passkeys: [key()] }, { roles: ['admin'] }), [passkey()]).because).toEqual([
      expect.objectContaining({ code: 'strength-required', params: { strength: 'baseline' }, source: 'tenant' }),
      {
        code: 'strength-required',
        params: { strength: 'phishing-resistant' },
        source: { role: 'admin' },
        satisfiedBy: [['passkey'], ['password', 'passkey'], ['ldap', 'passkey'], ['sso', 'passkey']],
      },
      { code: 'methods-restricted', params: { methods: ['passkey', 'password'] }, source: { role: 'admin' } },
    ]);
  });

  it('name a strength that the account asks for and the policy no longer knows: nothing satisfies it, it is not taken for nothing', () => {
    const decision = ask({}, account({ passkeys: [key()] }, { requiredStrength: 'forgotten' }), [passkey()]);
    expect(decision).toMatchObject({ outcome: 'denied', reason: 'no-way-in' });
    expect(decision.because).toContainEqual({
      code: 'strength-required',
      params: { strength: 'forgotten' },
      source: 'account',
      satisfiedBy: [],
    });
  });

  it('each passkey that is of another kind to the policy, and not the first alone', () => {
    const policy: PolicyInput<string> = {
      requiredStrength: 'bound',
      strengths: { bound: { anyOf: [[{ method: 'passkey', deviceBound: true }]] } },
    };
    for (const passkeys of [
      [key('synced'), key('bound', { deviceBound: true })],
      [key('bound', { deviceBound: true }), key('synced')],
    ])
      expect(ask(policy, account({ passkeys }))).toMatchObject({ accept: ['passkey'], toward: 'grant' });
  });

  it('two passkeys that are alike, if a combination asks for two', () => {
    const policy: PolicyInput<string> = {
      requiredStrength: 'two',
      strengths: {
        two: {
          anyOf: [
            [{ method: 'passkey' }, { method: 'passkey', userVerified: true }],
            [{ method: 'ldap' }, { method: 'totp' }],
          ],
        },
      },
    };
    const who = account({ passkeys: [key('k1'), key('k2')] });
    expect(ask(policy, who)).toMatchObject({ accept: ['passkey'], toward: 'grant' });
    expect(ask(policy, who, [passkey('k1')])).toMatchObject({ accept: ['passkey'], toward: 'grant' });
    expect(ask(policy, who, [passkey('k1'), passkey('k2')])).toMatchObject({ outcome: 'granted' });
  });

  it('what was proved not again, though the account has better of it by now', () => {
    const refusing: PolicyInput<string> = { recovery: { mailboxAlone: 'refuse' } };
    expect(ask(refusing, account(WITH_MAIL), [password('mailbox')])).toMatchObject({ outcome: 'denied' });
    const policy: PolicyInput<string> = {
      requiredStrength: 'bound',
      strengths: { bound: { anyOf: [[{ method: 'passkey', deviceBound: true }]] } },
    };
    const who = account({ passkeys: [key('k1', { deviceBound: true })] });
    expect(ask(policy, who, [passkey('k1', { deviceBound: false })])).toMatchObject({ outcome: 'enrollment-required' });
  });
});
