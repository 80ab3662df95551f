import { createAuthenticator } from '@sallyport/testing/authenticator';
import { STORED as HASHES, PASSWORD } from '../kernel/passwords/formats/stored-passwords.test-support.ts';
import { registeredElsewhere } from './import-people.test-support.ts';
import type {
  StoredApp,
  StoredCodes,
  StoredFactors,
  StoredPasskey,
  StoredPassword,
} from './systems-installed.test-support.ts';

/** What the walk makes anew. */
const MADE = /npm|AdonisJS|better-auth|oslo|Lucia|Payload 3|passport-local-mongoose|Meteor/;

const SYSTEM_AND_FORM = /^(.*?)(?:, (.*))?$/;

const PASSWORDS: readonly StoredPassword[] = [
  ...HASHES.filter(({ by }) => !MADE.test(by)).map(({ by, password = PASSWORD, ...stored }) => {
    const [, system = by, form = 'hash'] = SYSTEM_AND_FORM.exec(by.replace(/^the tests of /, '')) ?? [];
    return { ...stored, password, system, form };
  }),
  {
    ...{ system: 'passlib 1.7.4', form: 'sha512_crypt', password: PASSWORD },
    passwordHash: '$6$rounds=1000$QTkBdSp3wqXFPumf$bja5UbzrMMqrFwfxCItvCKgfdEs3RlYVcywREjQQnAYS8s59ApxsmOWd',
  },
  {
    ...{ system: 'WordPress before 6.8', form: 'phpass', password: 'test12345' },
    // The example of phpass 0.3 (openwall.com/phpass).
    passwordHash: '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0',
  },
  {
    ...{ system: 'Django 1', form: 'sha1', password: 'letmein' },
    passwordHash: 'sha1$seasalt$cff36ea83f5706ce9aa7454e63e431fc726b2dc8',
  },
];

const AT = Date.UTC(2031, 1, 3, 9, 0, 0);

const APPS: readonly StoredApp[] = [
  // The tests of django-otp: the fourth token of the key, at the fourth step.
  {
    ...{ system: 'django-otp', form: 'TOTPDevice.key', code: '154567', at: 90_000 },
    totp: { secret: '2a2bbba1092ffdd25a328ad1a0a5f5d61d7aacc4', encoding: 'hex' },
  },
  // Keycloak makes a secret of letters and digits, whose text is the key. The code is oathtool's.
  {
    ...{ system: 'Keycloak 26', form: 'OTP secret', code: '593376', at: AT },
    totp: { secret: 'a secret of a server', encoding: 'text' },
  },
  {
    ...{ system: 'oathtool 2.6.7', form: 'base32 of 26 letters', code: '879065', at: AT },
    totp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPE7' },
  },
  {
    ...{ system: 'Google Authenticator', form: 'export', code: '486972', at: AT },
    totp: {
      secret: 'otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZTAC',
    },
  },
];

const CODES: readonly StoredCodes[] = [
  // StaticToken.random_token: base32 of five bytes, in small letters.
  { system: 'django-otp', form: 'StaticToken', codes: ['5hm7jv3q', 'q2w6kz4a'], code: '5hm7jv3q' },
  { system: 'django-allauth', form: 'digits', codes: ['12093487', '00457731'], code: '00457731' },
  {
    system: 'ASP.NET Core Identity',
    form: 'recovery codes',
    codes: ['2XKTV-9QH4D', 'BCDFG-23456'],
    code: '2xktv-9qh4d',
  },
  {
    system: 'Laravel Fortify',
    form: 'recovery codes',
    codes: ['kT7vQ9hDxZ-Lm2Np4Rs6W'],
    code: 'kT7vQ9hDxZ-Lm2Np4Rs6W',
  },
  // RecoveryAuthnCodesUtils of Keycloak: SHA-512 in base64.
  {
    ...{ system: 'Keycloak 26', form: 'recovery codes', code: 'ABCD2345EFGH' },
    codes: ['3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw=='],
  },
  {
    ...{ system: 'Devise Two-Factor', form: 'bcrypt', code: 'abcdef123456' },
    codes: ['$2a$12$57KlYgtPsWt88CNpJ8XAL.Ateakwd8pFyBgbmrM8S0MJ86gjhckby'],
  },
];

/** The credential of Keycloak (WebAuthnCredentialProvider): the id in base64, the COSE_Key in base64url, and the id of the user as a text. */
async function passkeysOfKeycloak(): Promise<readonly StoredPasskey[]> {
  const key = createAuthenticator({ transports: ['usb'] });
  const userHandle = '8d6f2c1e-0000-4000-8000-000000000042';
  const row = await registeredElsewhere(key, userHandle);
  const id = Buffer.from(row.id, 'base64url').toString('base64');
  return [
    { system: 'Keycloak 26', form: 'webauthn-passwordless', row: { ...row, id, userHandle, userVerified: true }, key },
  ];
}

/** What systems store that this test does not run, by their sources, their tests and recorded runs. */
export async function recordedOfSystems(): Promise<StoredFactors> {
  return { passwords: PASSWORDS, apps: APPS, codes: CODES, passkeys: await passkeysOfKeycloak() };
}
