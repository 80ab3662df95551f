import { describe, expect, it } from 'vitest';
import { createAuthenticator } from '../authenticator/index.ts';
import { account, evidence, type FactorWord, START, stepsUp } from '../index.ts';

it('refuses a misspelt option of an authenticator and of a step-up', () => {
  expect(() => createAuthenticator(Object({ userVerifcation: false }))).toThrow("did you mean 'userVerification'?");
  expect(() => stepsUp('enhanced', Object({ withn: '5m' }))).toThrow("did you mean 'within'?");
});

describe('account', () => {
  it.each<readonly [string, object, RegExp]>([
    ['a misspelt member', { rolls: ['admin'] }, /no member 'rolls'; did you mean 'roles'/],
    ['a member of an account with a password', { password: 'x' }, /no member 'password'/],
    ['roles in one text', { roles: 'admin' }, /roles is no list/],
    ['factors in one text', { factors: 'password' }, /factors is no list/],
  ])('refuses %s from JavaScript', (_, input, message) => {
    expect(() => account(input)).toThrow(TypeError);
    expect(() => account(input)).toThrow(message);
  });

  it('says in words what an account has', () => {
    expect(account()).toEqual({ roles: [], factors: { passkeys: [] } });
    expect(
      account({
        roles: ['admin'],
        factors: ['password', 'email', 'totp', 'backup-codes', { sso: 'corp' }, { sso: 'other' }, 'passkey'],
        methods: ['password'],
        requiredStrength: 'enhanced',
        blocked: true,
        emergency: true,
      }),
    ).toEqual({
      roles: ['admin'],
      factors: {
        password: 'independent',
        mailDomain: 'example.org',
        totp: true,
        backupCodes: 10,
        sso: ['corp', 'other'],
        passkeys: [
          {
            id: 'passkey-1',
            userVerified: true,
            deviceBound: false,
            aaguid: '00000000-0000-0000-0000-000000000000',
            attested: false,
          },
        ],
      },
      methods: ['password'],
      requiredStrength: 'enhanced',
      blocked: true,
      emergency: true,
    });
  });

  it('says more where there is more to say', () => {
    const factors: FactorWord[] = [
      { password: 'mailbox' },
      { email: 'ada@corp.example' },
      { 'backup-codes': 2 },
      'passkey',
      { passkey: { deviceBound: true, id: 'office' } },
    ];
    expect(account({ factors }).factors).toMatchObject({
      password: 'mailbox',
      mailDomain: 'corp.example',
      backupCodes: 2,
      passkeys: [{ id: 'passkey-1' }, { id: 'office', deviceBound: true }],
    });
    expect(account({ factors: ['ldap'] }).factors.ldap).toBe(true);
  });

  it('refuses an account that cannot be', () => {
    expect(() => account({ factors: ['password', 'ldap'] })).toThrow("'password' or 'ldap', not both");
    expect(() => account({ factors: ['totp', 'totp'] })).toThrow("one 'totp', and it is given twice");
    const misspelt: FactorWord[] = JSON.parse('["pasword"]');
    expect(() => account({ factors: misspelt })).toThrow("there is no factor 'pasword'; did you mean 'password'?");
    expect(() => account({ factors: ['password', 'mail'] })).toThrow(
      "there is no factor 'mail'; did you mean 'email'?",
    );
    expect(account({ factors: ['mail-code'] }).factors.codes).toEqual(['mail-code']);
  });
});

describe('evidence', () => {
  it('is what was proved, and when', () => {
    expect(evidence.password()).toEqual({ method: 'password', at: START });
    expect(evidence.totp({ at: new Date('2030-01-01T08:00:00Z') })).toEqual({ method: 'totp', at: START - 3_600_000 });
    expect(evidence.sso('corp', { acr: 'mfa' })).toEqual({ method: 'sso', at: START, provider: 'corp', acr: 'mfa' });
    expect(evidence.passkey({ userVerified: false })).toMatchObject({ credentialId: 'passkey-1', userVerified: false });
    expect(evidence.emailCode().method).toBe('email-code');
    expect(evidence.backupCode().method).toBe('backup-code');
    expect(evidence.ldap().method).toBe('ldap');
    expect(evidence.enrollmentCode().method).toBe('enrollment-code');
    expect(evidence.resetToken().method).toBe('reset-token');
    expect(() => evidence.totp({ at: 'yesterday' })).toThrow("'yesterday' is no point in time");
  });
});
