import { joined, plainSeconds } from '@sallyport/core/model';
import { describe, expect, it } from 'vitest';
import { AAGUID, OFFICE_MODEL } from '../../../core/src/decision/facts.test-support.ts';
import { accountFactorsSchema } from './account-factors-schema.ts';

describe('what an account has, as JSON that came from somewhere', () => {
  it('is read as it is written', () => {
    const whole = {
      password: 'mailbox',
      ldap: true,
      sso: ['corp'],
      said: { corp: { acr: 'urn:mfa', amr: ['pwd', 'otp'] }, club: {} },
      reported: { corp: [{ acr: 'urn:mfa' }, { amr: ['hwk'] }], club: [] },
      passkeys: [{ id: 'k1', userVerified: false, deviceBound: true, aaguid: OFFICE_MODEL, attested: true }],
      totp: true,
      mailDomain: 'corp.example',
      codes: ['sms-code', 'a-1-code'],
      others: ['card'],
      backupCodes: 0,
    };
    expect(accountFactorsSchema.parse(whole)).toEqual(whole);
    expect(accountFactorsSchema.parse({ password: 'independent' })).toEqual({ password: 'independent', passkeys: [] });
  });

  it('is taken to be the least where a passkey does not say', () => {
    expect(accountFactorsSchema.parse({})).toEqual({ passkeys: [] });
    expect(accountFactorsSchema.parse({ passkeys: [{ userVerified: true }] })).toEqual({
      passkeys: [{ id: 'passkey', userVerified: true, deviceBound: false, aaguid: AAGUID, attested: false }],
    });
  });

  it.each([
    { password: 'other' },
    { passkeys: [{}] },
    { passkeys: [{ userVerified: true, other: 1 }] },
    { codes: ['sms'] },
    { codes: ['SMS-code'] },
    { codes: ['-code'] },
    { codes: ['1a-code'] },
    { codes: ['Xsms-code'] },
    { said: { corp: { acr: 1 } } },
    { said: { corp: { amr: 'pwd' } } },
    { said: { corp: { other: 'pwd' } } },
    { reported: { corp: { acr: 'urn:mfa' } } },
    { reported: { corp: [{ at: 1 }] } },
    { others: 'card' },
    { backupCodes: -1 },
    { backupCodes: 1.5 },
    { other: true },
  ])('is not %j', (written) => {
    expect(accountFactorsSchema.safeParse(written).success).toBe(false);
  });
});

describe('parts of what an account has', () => {
  it('add up, further factors too', () => {
    const has = { password: 'independent', others: ['card'] } as const;
    expect(joined(has, { totp: true })).toEqual({ ...has, totp: true });
    expect(joined(has, { others: ['hotp', 'card'] })).toEqual({ ...has, others: ['card', 'hotp'] });
    expect(joined({ totp: true }, { others: ['card'] })).toEqual({ totp: true, others: ['card'] });
  });
});

describe('second factors that an account has or has not', () => {
  it('are told apart by a number: which of them it has, and can use', () => {
    const none = { passkeys: [] };
    expect(plainSeconds({ ...none, password: 'independent', mailDomain: 'corp.example', codes: ['sms-code'] })).toBe(0);
    expect(plainSeconds({ ...none, totp: true })).toBe(2);
    expect(plainSeconds({ ...none, totp: true, backupCodes: 3 })).toBe(3);
    expect(plainSeconds({ ...none, backupCodes: 3 })).toBe(0);
  });
});
