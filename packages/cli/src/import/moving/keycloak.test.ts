import { createHmac, pbkdf2Sync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashRaw } from '@node-rs/argon2';
import { type TotpApp, totpApp } from '@sallyport/testing';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { judgeRegistration } from '@sallyport/webauthn';
import { describe, expect, it } from 'vitest';
import { newApp, pageOf, providerOf, signsInAt } from './pages.test-support.ts';

const PASSWORD = 'correct horse battery staple';
const ORIGIN = 'https://app.example';
const SALT = Buffer.from('sixteen bytes it');
/** Keycloak makes a secret of letters and digits, whose text is the key. */
const OTP = 'p7H2kQz9xLmN4vRt1sWy';

const credential = (type: string, credentialData: object, secretData: object, more: object = {}) => ({
  ...{ id: `${type}-1`, type, createdDate: 1_767_604_673_211, ...more },
  credentialData: JSON.stringify(credentialData),
  secretData: JSON.stringify(secretData),
});
const secretOf = (value: Buffer) => ({
  value: value.toString('base64'),
  salt: SALT.toString('base64'),
  additionalParameters: {},
});
/** Pbkdf2PasswordHashProvider of Keycloak: a key of 512 bits for each digest. */
const pbkdf2 = (algorithm: string, digest: string, hashIterations: number) =>
  credential(
    'password',
    { hashIterations, algorithm, additionalParameters: {} },
    secretOf(pbkdf2Sync(PASSWORD, SALT, hashIterations, 64, digest)),
  );
/** Argon2PasswordHashProvider of Keycloak, with its defaults. */
const argon2 = async () =>
  credential(
    'password',
    {
      ...{ hashIterations: 5, algorithm: 'argon2' },
      additionalParameters: {
        hashLength: ['32'],
        memory: ['7168'],
        type: ['id'],
        version: ['1.3'],
        parallelism: ['1'],
      },
    },
    secretOf(
      await hashRaw(PASSWORD, {
        salt: SALT,
        outputLen: 32,
        memoryCost: 7_168,
        timeCost: 5,
        parallelism: 1,
        algorithm: 2,
      }),
    ),
  );
const otp = (more: object = {}, value = OTP) =>
  credential('otp', { subType: 'totp', digits: 6, counter: 0, period: 30, algorithm: 'HmacSHA1', ...more }, { value });

/** An app with a key of bytes: RFC 6238 with another digest, length and period. */
function appOf(key: string, digest: string, digits: number, period: number): TotpApp {
  return {
    secret: key,
    async code(now) {
      const step = Buffer.alloc(8);
      step.writeBigUInt64BE(BigInt(Math.floor(now / 1_000 / period)));
      const mac = createHmac(digest, key).update(step).digest();
      const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 0xf) & 0x7fff_ffff;
      return String(number % 10 ** digits).padStart(digits, '0');
    },
  };
}

describe('the page about Keycloak', () => {
  const page = pageOf('moving-from-keycloak');
  const user = (username: string, credentials: readonly object[], more: object = {}) => ({
    ...{
      id: `8d6f2c1e-0000-4000-8000-${username.padEnd(12, '0')}`,
      username,
      enabled: true,
      emailVerified: true,
      ...more,
    },
    ...{ email: `${username}@example.org`, credentials },
  });

  /** Writes the files of an export, and returns the rows of the script. */
  function exported(users: readonly object[], realm: object = {}): ReturnType<typeof page.exported> {
    const files = { 'app-realm.json': { realm: 'app', ...realm }, 'app-users-0.json': { realm: 'app', users } };
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(page.folder, name), JSON.stringify(content));
    return page.exported(
      Object.keys(files).map((name) => join(page.folder, name)),
      {},
    );
  }

  it('X22 each kind of password of Keycloak signs in, beside an app whose key is a text', async () => {
    const kinds = {
      argon: await argon2(),
      sha512: pbkdf2('pbkdf2-sha512', 'sha512', 2_100),
      sha256: pbkdf2('pbkdf2-sha256', 'sha256', 2_750),
      sha1: pbkdf2('pbkdf2', 'sha1', 1_300),
    };
    const rows = await exported(Object.entries(kinds).map(([name, password]) => user(name, [password, otp()])));
    const app = await newApp();
    expect((await app.imports(rows)).map(({ outcome }) => outcome)).toEqual(Array(4).fill('imported'));
    for (const identifier of Object.keys(kinds)) {
      expect(await app.hashOf(identifier)).toMatch(/^\$(?:argon2id\$v=19\$m=7168,t=5,p=1|pbkdf2-sha)/);
      await expect(app.signIn({ identifier, password: `${PASSWORD}.` })).rejects.toThrow();
      const person = { identifier, password: PASSWORD, totp: appOf(OTP, 'sha1', 6, 30) };
      await app.signIn(person, { using: ['password', 'totp'] });
      expect(await app.hashOf(identifier)).toMatch(/^\$argon2id\$v=19\$m=8,/);
    }
  });

  it('X22 an app with parameters of its own, a secret in base32, roles and an identity come along', async () => {
    const base32 = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    const rows = await exported([
      user('ada', [pbkdf2('pbkdf2-sha256', 'sha256', 1_000), otp({ algorithm: 'HmacSHA256', digits: 8, period: 60 })], {
        realmRoles: ['default-roles-app', 'offline_access', 'editor'],
        federatedIdentities: [
          { identityProvider: 'google', userId: 'ada at google', userName: 'ada' },
          { identityProvider: 'myspace', userId: '1', userName: 'ada' },
        ],
      }),
      user('ben', [pbkdf2('pbkdf2-sha256', 'sha256', 1_000), otp({ secretEncoding: 'BASE32' }, base32)]),
      user('cleo', [otp({ subType: 'hotp' })], { emailVerified: false }),
      user('dora', [], { enabled: false }),
      user('service-account-app', [], { serviceAccountClientId: 'app' }),
    ]);
    const trust = [{ strength: 'baseline' }] as const;
    const app = await newApp({ providers: [providerOf('google')], policy: { providers: { google: { trust } } } });
    expect((await app.imports(rows)).map((report) => [report.identifier, report.outcome])).toEqual([
      ['ada', 'imported'],
      ['ben', 'imported'],
      ['cleo', 'imported'],
      ['dora', 'imported'],
    ]);
    const using = ['password', 'totp'] as const;
    await app.signIn({ identifier: 'ada', password: PASSWORD, totp: appOf(OTP, 'sha256', 8, 60) }, { using });
    await app.signIn({ identifier: 'ben', password: PASSWORD, totp: totpApp(base32) }, { using });
    expect(await signsInAt(app, 'google', 'ada at google')).toBe('complete');
    expect(await app.auth.people.find({ identifier: 'ada' })).toMatchObject({ roles: ['editor'] });
    expect(await app.auth.people.find({ identifier: 'dora' })).toMatchObject({ status: 'blocked' });
    expect(rows.find(({ identifier }) => identifier === 'cleo')?.totp).toBeUndefined();
  });

  it('X22 a passkey of Keycloak signs in under the user handle of before', async () => {
    const authenticator = createAuthenticator({ transports: ['usb'] });
    const ada = user('ada', []);
    const response = await authenticator.create(
      {
        ...{ challenge: 'AAAA', rp: { id: 'app.example', name: 'Keycloak' } },
        user: { id: Buffer.from(ada.id).toString('base64url'), name: 'ada', displayName: 'ada' },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      },
      { origin: ORIGIN, userVerified: true },
    );
    const made = await judgeRegistration(response, {
      ...{ challenge: () => true, origin: ORIGIN, rpId: 'app.example', algorithms: [-7] },
    });
    const data = {
      aaguid: '00000000-0000-0000-0000-000000000000',
      // WebAuthnCredentialProvider of Keycloak: the id in base64, the COSE key in base64url.
      credentialId: Buffer.from(made.credential.credentialId).toString('base64'),
      credentialPublicKey: Buffer.from(made.credential.publicKey).toString('base64url'),
      ...{ counter: made.data.signCount, attestationStatementFormat: 'none', transports: ['usb'] },
    };
    const passkey = credential('webauthn-passwordless', data, {}, { userLabel: 'Ada’s key' });
    const realm = { webAuthnPolicyPasswordlessUserVerificationRequirement: 'required' };
    const app = await newApp();
    const [report] = await app.imports(await exported([{ ...ada, credentials: [passkey] }], realm));
    expect(report).toMatchObject({ outcome: 'imported' });
    await app.signIn({ identifier: 'ada', authenticator }, { using: ['passkey'] });
  });
});
