import { createAuthenticator } from '@sallyport/testing/authenticator';
import { STORED as HASHES, PASSWORD } from '../kernel/passwords/formats/stored-passwords.test-support.ts';
import { STORED_WITH_PEPPER } from '../kernel/passwords/formats/stored-with-pepper.test-support.ts';
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
  ...[...HASHES.filter(({ by }) => !MADE.test(by)), ...STORED_WITH_PEPPER].map(
    ({ by, password = PASSWORD, ...stored }) => {
      const [, system = by, form = 'hash'] = SYSTEM_AND_FORM.exec(by.replace(/^the tests of /, '')) ?? [];
      return { ...stored, password, system, form };
    },
  ),
  {
    ...{ system: 'passlib 1.7.4', form: 'sha512_crypt', password: PASSWORD },
    passwordHash: '$6$rounds=1000$QTkBdSp3wqXFPumf$bja5UbzrMMqrFwfxCItvCKgfdEs3RlYVcywREjQQnAYS8s59ApxsmOWd',
  },
  {
    ...{ system: 'WordPress before 6.8', form: 'phpass', password: 'test12345' },
    // The example of phpass 0.3 (openwall.com/phpass).
    passwordHash: '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0',
  },
  // Flask-Security by the settings of passlib 1.7.4 and argon2-cffi 21.1.
  {
    ...{ system: 'Flask-Security 5.1.2', form: 'argon2 at 100 MiB', password: PASSWORD },
    passwordFormat: 'flask-security',
    passwordHash: '$argon2id$v=19$m=102400,t=10,p=8$gHDOGWNMyTmHsFZKSWmNUQ$47oBO3ouMPDnmavC+1PAKA',
  },
  // doveadm. The other schemes are among the hashes above.
  {
    ...{ system: 'Dovecot 2.3.19.1', form: 'SHA512-CRYPT', password: PASSWORD },
    passwordHash:
      '{SHA512-CRYPT}$6$rounds=1000$wPnPP8RECtJmzxlm$XbdnIySUPH.cZ.y8T6zcz3Z8Bc4mPOny8385ss4FgbnYCUHQ3D52Fk11IWrw7ZGSM9P.Dnfj8l8KBWk6/RIpf/',
  },
  {
    ...{ system: 'Dovecot 2.3.19.1', form: 'SCRAM-SHA-256', password: PASSWORD },
    passwordHash:
      '{SCRAM-SHA-256}4096,Y2vpCHGA+EmFceadGx7btw==,PHmxqrNZY6bqbHWfzCbV6nVZ6KwlXF1t04+6ObzHFI8=,TZS+z+aeLJcNeFPAsuMZuNOqjWZZxlFw+3GPli6qHO4=',
  },
  {
    ...{ system: 'Symfony 5.4.53', form: 'MessageDigestPasswordHasher', password: PASSWORD },
    passwordHash: 'RaRPkTNV2Hj/0fjiqJEKVYMIHzBel+KQPwW/H5BYb97VZcCcayJQ2i9eSxZC1FB6ZeWXPH42ACf2gQfnUJncAQ==',
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
  // The codes of the next four are oathtool's.
  {
    ...{ system: 'google-authenticator-libpam 20191231', form: 'file', code: '138068', at: AT },
    totp: {
      secret: 'YIHSQZWUSJBHFXJCLDIN5SKB6U\n" WINDOW_SIZE 3\n" DISALLOW_REUSE\n" TOTP_AUTH\n77806388\n18911292\n',
    },
  },
  {
    ...{ system: 'python-pskc 1.2', form: 'PlainValue', code: '842772', at: AT },
    totp: { secret: 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=', encoding: 'base64' },
  },
  {
    ...{ system: 'Flask-Security 5.1.2', form: 'the key that is shown', code: '969878', at: AT },
    totp: { secret: '4NOG-W3PN-7VP4-W6PP-DXRV-ZC5R-O3HB-TA4Q' },
  },
  {
    ...{ system: 'Devise Two-Factor 4.0.2', form: 'otp_secret', code: '183764', at: AT },
    totp: { secret: 'LKGBDTBR4XFJDJO2QNYB2JMI' },
  },
  {
    ...{ system: 'KeePassXC 2.7.4', form: 'CSV', code: '98524879', at: AT },
    totp: {
      secret:
        'otpauth://totp/old:none?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&period=60&digits=8&issuer=old&algorithm=SHA256',
    },
  },
  {
    ...{ system: 'KeePassXC 2.7.4', form: 'Steam', code: 'CDTV6', at: AT },
    totp: {
      secret: 'otpauth://totp/steam:none?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&period=30&digits=5&encoder=steam',
    },
  },
  {
    ...{ system: 'Laravel 8.83.26', form: 'Crypt::encrypt', code: '000000', at: AT },
    totp: {
      secret:
        'eyJpdiI6IlhhelVXeWdGalhNYzZQcjJjZGlYeFE9PSIsInZhbHVlIjoiNkZXcG5PcWpNU0JqamZRbStpYnRjYU9YaTJNUEQyREJrM0pKTGtRR3FlWT0iLCJtYWMiOiJmYjI0OGM1NmNmZDRmMmYzM2VkMjZlOGIzYTRlOTNjMDU3NGRmZTQ1MTE2YzJhZTcyYjVjYjMwNTExMmE1NmY2IiwidGFnIjoiIn0=',
    },
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
  {
    ...{ system: 'google-authenticator-libpam 20191231', form: 'the numbers of the file', code: '77806388' },
    codes: ['77806388', '18911292'],
  },
  {
    ...{ system: 'Laravel 8.83.26', form: 'Crypt::encrypt', code: 'kT7vQ9hDxZ-Lm2Np4Rs6W' },
    codes: [
      'eyJpdiI6IjZlMGtEbnRMYlZKZVAzQVlVNHFXeWc9PSIsInZhbHVlIjoiSHpSczQ3V3hCY3gvSVBycVVlOGJaVWNQa1IxN3FzLytOM3RaTkdX',
    ],
  },
  // RecoveryAuthnCodesUtils of Keycloak: SHA-512 in base64.
  {
    ...{ system: 'Keycloak 26', form: 'recovery codes', code: 'ABCD2345EFGH' },
    codes: ['3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw=='],
  },
  {
    ...{ system: 'Devise Two-Factor 4.0.2', form: 'otp_backup_codes', code: 'abcdef123456' },
    codes: ['$2a$05$e0slbMKAo9U2j3R/Qe10tevfTCLo4hMKPeKjAgNnzzL6jDVc/DTrS'],
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
