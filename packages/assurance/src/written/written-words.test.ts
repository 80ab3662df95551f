import type { AccountFactors } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { AAGUID, NOW, OFFICE_MODEL } from '../../../core/src/decision/facts.test-support.ts';
import { factorsOfWords, proofOfWord, WordError } from './written-words.ts';

const has = (...words: readonly string[]): AccountFactors => factorsOfWords(words);
const shows = (word: string, ...factors: readonly string[]) => proofOfWord(word, has(...factors), NOW);

/** The error of a word without a meaning. */
function refusal(read: () => unknown): WordError {
  try {
    read();
  } catch (error) {
    if (error instanceof WordError) return error;
    throw error;
  }
  throw new Error('was read');
}

const plain = { userVerified: true, deviceBound: false, aaguid: AAGUID, attested: false };

describe('what an account has, in words', () => {
  it.each<[string, Partial<AccountFactors>]>([
    ['password', { password: 'independent' }],
    ['password:independent', { password: 'independent' }],
    ['password:mailbox', { password: 'mailbox' }],
    ['ldap', { ldap: true }],
    ['totp', { totp: true }],
    ['email', { mailDomain: 'example.org' }],
    ['email:corp.example', { mailDomain: 'corp.example' }],
    ['email:ada@corp.example', { mailDomain: 'corp.example' }],
    ['backup-codes', { backupCodes: 10 }],
    ['backup-codes:3', { backupCodes: 3 }],
    ['backup-codes:999', { backupCodes: 999 }],
    ['sso:corp', { sso: ['corp'] }],
    ['sso:urn:corp', { sso: ['urn:corp'] }],
    ['sms', { codes: ['sms-code'] }],
    ['pager-7', { codes: ['pager-7-code'] }],
    ['sms-code', { codes: ['sms-code'] }],
    ['mail-code', { codes: ['mail-code'] }],
    ['constructor', { codes: ['constructor-code'] }],
    ['passkey', { passkeys: [{ id: 'passkey-1', ...plain }] }],
    ['passkey:phone', { passkeys: [{ id: 'phone', ...plain }] }],
    [
      `passkey:key+device-bound+attested+unverified+aaguid=${OFFICE_MODEL}`,
      {
        passkeys: [{ id: 'key', userVerified: false, deviceBound: true, aaguid: OFFICE_MODEL, attested: true }],
      },
    ],
  ])('%s', (word, factors) => {
    expect(has(word)).toEqual({ passkeys: [], ...factors });
  });

  it('are added up, to what there is already', () => {
    expect(has('sso:corp', 'sso:club', 'sms', 'voice', 'passkey', 'passkey')).toEqual({
      sso: ['corp', 'club'],
      codes: ['sms-code', 'voice-code'],
      passkeys: [
        { id: 'passkey-1', ...plain },
        { id: 'passkey-2', ...plain },
      ],
    });
    expect(factorsOfWords(['totp'], has('password', 'passkey'))).toEqual({
      password: 'independent',
      totp: true,
      passkeys: [{ id: 'passkey-1', ...plain }],
    });
  });

  it('have other names of a factor that lead to the factor', () => {
    const others = ['fido', 'pwd', 'active-directory', 'saml', 'authenticator', 'mailbox', 'recovery-codes'];
    expect(others.map((name) => / did you mean '(.*?)'/.exec(refusal(() => has(name)).message)?.[1])).toEqual([
      ...['passkey', 'password', 'ldap', 'sso', 'totp', 'email', 'backup-codes'],
    ]);
  });

  it('one password: not two sources of it', () => {
    expect(() => has('password', 'ldap')).toThrow("an account has one password: 'password' or 'ldap', not both");
    expect(() => factorsOfWords(['password'], has('ldap'))).toThrow(WordError);
  });

  it.each([
    ['sso', "'sso' is written 'sso:PROVIDER'"],
    ['password:lost', "'password:lost' is written 'password' or 'password:mailbox'"],
    ['backup-codes:many', "'backup-codes:many' is written 'backup-codes' or 'backup-codes:HOW-MANY'"],
    ['backup-codes:1000', "'backup-codes:1000' is written 'backup-codes' or 'backup-codes:HOW-MANY'"],
    ['backup-codes:3x', "'backup-codes:3x' is written 'backup-codes' or 'backup-codes:HOW-MANY'"],
    ['backup-codes:x3', "'backup-codes:x3' is written 'backup-codes' or 'backup-codes:HOW-MANY'"],
    ['topt', "there is no factor 'topt'; did you mean 'totp'?"],
    ['pasword', "there is no factor 'pasword'; did you mean 'password'?"],
    ['email-code', "there is no factor 'email-code'; did you mean 'email'?"],
    ['backup-code', "there is no factor 'backup-code'; did you mean 'backup-codes'?"],
    ['emial', "there is no factor 'emial'; did you mean 'email'?"],
    ['passkeys', "there is no factor 'passkeys'; did you mean 'passkey'?"],
    ['ldp', "there is no factor 'ldp'; did you mean 'ldap'?"],
    ['mail', "there is no factor 'mail'; did you mean 'email'? A delivered code of this name is written 'mail-code'"],
    [
      'e-mail',
      "there is no factor 'e-mail'; did you mean 'email'? A delivered code of this name is written 'e-mail-code'",
    ],
    ['otp', "there is no factor 'otp'; did you mean 'totp'? A delivered code of this name is written 'otp-code'"],
    ['app', "there is no factor 'app'; did you mean 'totp'? A delivered code of this name is written 'app-code'"],
    ['backup', "there is no factor 'backup'; did you mean 'backup-codes'?"],
    [
      'webauthn',
      "there is no factor 'webauthn'; did you mean 'passkey'? A delivered code of this name is written 'webauthn-code'",
    ],
    [
      'oidc:corp',
      "there is no factor 'oidc'; did you mean 'sso'? A delivered code of this name is written 'oidc-code'",
    ],
    ['recovery-code', "there is no factor 'recovery-code'; did you mean 'backup-codes'?"],
    ['totp-code', "there is no factor 'totp-code'; did you mean 'totp'?"],
    ['2fa', "there is no factor '2fa'; did you mean 'totp'?"],
    ['emial-code', "there is no factor 'emial-code'; did you mean 'email'?"],
    [
      'sms-code-code',
      "there is no factor 'sms-code-code'; one of passkey, password, ldap, sso, totp, email, backup-codes, or a delivered code such as sms",
    ],
    [
      'SMS',
      "there is no factor 'SMS'; one of passkey, password, ldap, sso, totp, email, backup-codes, or a delivered code such as sms",
    ],
    [
      'sms!',
      "there is no factor 'sms!'; one of passkey, password, ldap, sso, totp, email, backup-codes, or a delivered code such as sms",
    ],
    [
      '',
      "there is no factor ''; one of passkey, password, ldap, sso, totp, email, backup-codes, or a delivered code such as sms",
    ],
    [
      '-sms',
      "there is no factor '-sms'; one of passkey, password, ldap, sso, totp, email, backup-codes, or a delivered code such as sms",
    ],
    ['totp+fast', "'totp+fast': nothing can be said of 'totp' by '+'"],
    [
      'passkey+devicebound',
      "'passkey+devicebound': 'devicebound' is nothing of 'passkey'; did you mean 'device-bound'?",
    ],
    ['passkey+zzz', "'passkey+zzz': 'zzz' is nothing of 'passkey'; one of device-bound, attested, unverified, aaguid"],
  ])('%j is none, and it says why', (word, message) => {
    expect(refusal(() => has(word))).toMatchObject({
      name: 'WordError',
      code: 'word-invalid',
      message,
      lacking: undefined,
    });
  });
});

describe('what an account proves, in words', () => {
  it.each([
    ['password', 'password', { provenance: 'independent' }],
    ['password', 'password:mailbox', { provenance: 'mailbox' }],
    ['ldap', 'ldap', {}],
    ['totp', 'totp', {}],
    ['email-code', 'email', {}],
    ['backup-code', 'backup-codes', {}],
    ['sms-code', 'sms', {}],
    ['reset-token', 'email', {}],
    ['enrollment-code', 'password', {}],
  ])('%s, of %s', (word, factor, more) => {
    expect(shows(word, factor)).toEqual({ method: word, at: NOW, ...more });
  });

  it('single sign-on: which provider, and what it says', () => {
    const sso = { method: 'sso', at: NOW };
    expect(shows('sso', 'sso:corp', 'sso:club')).toEqual({ ...sso, provider: 'corp' });
    expect(shows('sso:club', 'sso:corp', 'sso:club')).toEqual({ ...sso, provider: 'club' });
    expect(shows('sso:corp+acr=urn:a=b+amr=hwk+amr=pin', 'sso:corp')).toEqual({
      ...sso,
      provider: 'corp',
      acr: 'urn:a=b',
      amr: ['hwk', 'pin'],
    });
  });

  it('a passkey: which one, as it is registered, and whether it verified its user', () => {
    const passkey = { method: 'passkey', at: NOW };
    expect(shows('passkey', 'passkey:a', 'passkey:b')).toEqual({ ...passkey, credentialId: 'a', ...plain });
    expect(shows('passkey:b', 'passkey:a', 'passkey:b+device-bound')).toEqual({
      ...passkey,
      credentialId: 'b',
      ...plain,
      deviceBound: true,
    });
    expect(shows('passkey+unverified', 'passkey:a')).toMatchObject({ userVerified: false });
    expect(shows('passkey', 'passkey:a+unverified')).toMatchObject({ userVerified: false });
  });

  it.each([
    ['password', ['ldap'], 'password'],
    ['ldap', ['password'], 'ldap'],
    ['totp', [], 'totp'],
    ['email-code', [], 'email'],
    ['reset-token', ['password'], 'email'],
    ['backup-code', ['totp', 'backup-codes:0'], 'backup-codes'],
    ['sms-code', ['voice'], 'sms'],
    ['app-code', ['voice'], 'app-code'],
    ['totp-code', ['voice'], 'totp'],
    ['sso', [], 'sso'],
    ['sso:club', ['sso:corp'], 'sso:club'],
    ['sso:corp', ['password'], 'sso:corp'],
    ['passkey', [], 'passkey'],
    ['passkey:b', ['passkey:a'], 'passkey:b'],
  ])('%s is none without its factor, and it says which', (word, factors, lacking) => {
    expect(refusal(() => shows(word, ...factors))).toMatchObject({
      message: `'${word}': the account has none; add '${lacking}' to its factors`,
      lacking,
    });
  });

  it.each([
    ['pasword', "there is no proof 'pasword'; did you mean 'password'?"],
    ['email', "there is no proof 'email'; did you mean 'email-code'?"],
    ['backup-codes', "there is no proof 'backup-codes'; did you mean 'backup-code'?"],
    ['emial-code', "there is no proof 'emial-code'; did you mean 'email-code'?"],
    ['reset-tokens', "there is no proof 'reset-tokens'; did you mean 'reset-token'?"],
    ['enrolment-code', "there is no proof 'enrolment-code'; did you mean 'enrollment-code'?"],
    [
      'something',
      "there is no proof 'something'; one of passkey, password, ldap, sso, totp, email-code, backup-code, enrollment-code, reset-token",
    ],
    ['totp+fast', "'totp+fast': nothing can be said of 'totp' by '+'"],
    ['sso:corp+acl=1', "'sso:corp+acl=1': 'acl' is nothing of 'sso'; did you mean 'acr'?"],
  ])('%s is none, and it says what is meant', (word, message) => {
    expect(refusal(() => shows(word, 'password', 'email', 'totp', 'sso:corp'))).toMatchObject({ message });
  });
});
