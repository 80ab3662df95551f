import { createPublicKey } from 'node:crypto';
import { createAuthenticator, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, embedded } from '../embedded.test-support.ts';
import { ADA, imports, registeredElsewhere, SINGLE, showsPasskey } from './import-people.test-support.ts';

type Row = Awaited<ReturnType<typeof registeredElsewhere>>;

/** What a sign-in with an imported passkey answers. */
async function signsIn(key: SoftwareAuthenticator, passkey: object): Promise<unknown> {
  const world = await embedded({ policy: SINGLE });
  const [report] = await imports(world, [{ identifier: ADA, passkeys: [passkey] }]);
  expect(report).toMatchObject({ outcome: 'imported', canSignIn: true });
  const shown = await showsPasskey(world, new Client(world), key);
  await world.auth.close();
  return 'answer' in shown ? shown.answer.status : shown;
}

describe('a passkey of another library', () => {
  it.each<[string, (row: Row) => object]>([
    ['a padded id (Auth.js)', (row) => ({ ...row, id: Buffer.from(row.id, 'base64url').toString('base64') })],
    ['an id in hexadecimal', (row) => ({ ...row, id: Buffer.from(row.id, 'base64url').toString('hex') })],
    [
      'an id in capital hexadecimal',
      (row) => ({ ...row, id: Buffer.from(row.id, 'base64url').toString('hex').toUpperCase() }),
    ],
    ['a key as bytes', (row) => ({ ...row, publicKey: Buffer.from(String(row.publicKey), 'base64url') })],
    ['a key in SPKI (fido2-lib, passport-fido2-webauthn)', (row) => ({ ...row, publicKey: spki(row) })],
  ])('X43 signs in with %s', async (_, changed) => {
    const key = createAuthenticator();
    expect(await signsIn(key, changed(await registeredElsewhere(key, 'user 42')))).toBe('complete');
  });

  it.each([
    ['a UUID', '9f0e8b5c-8a5e-4d8e-9f59-7c1a2f4e6d3b', undefined],
    ['a nanoid, which the row calls a text', 'V1StGXR8_Z5jdHi6B-myT', 'text'],
    ['an ObjectId, which the row calls a text', '507f1f77bcf86cd799439011', 'text'],
  ])('X43 signs in with a user handle that was %s', async (_, userHandle, userHandleEncoding) => {
    const key = createAuthenticator();
    const row = await registeredElsewhere(key, userHandle);
    expect(await signsIn(key, { ...row, userHandle, userHandleEncoding })).toBe('complete');
  });

  it.each([
    [{ publicKey: 'AAAA' }, 'publicKey', 'is no public key (COSE, SPKI or JWK)'],
    [{ publicKey: null }, 'publicKey', 'is missing'],
    [{ userHandle: 'x'.repeat(65), userHandleEncoding: 'text' }, 'userHandle', 'is no text of 1 to 64 bytes'],
    [{ userHandle: '', userHandleEncoding: 'text' }, 'userHandle', 'is no text of 1 to 64 bytes'],
    [{ userHandle: 'x', userHandleEncoding: 'hex' }, 'userHandleEncoding', 'is not base64url or text'],
  ])('X43 is refused with its path: %j', async (over, member, message) => {
    const world = await embedded();
    const row = await registeredElsewhere(createAuthenticator(), 'user 42');
    const [report] = await imports(world, [{ identifier: ADA, passkeys: [{ ...row, ...over }] }]);
    const errors = report?.outcome === 'refused' ? report.errors : [];
    expect(errors).toEqual([
      expect.objectContaining({ path: `passkeys.0.${member}`, message: expect.stringContaining(message) }),
    ]);
    await world.auth.close();
  });
});

describe('the report of an import', () => {
  it('X43 says who cannot sign in under the policy in force, in a dry run too', async () => {
    const world = await embedded({ policy: { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } } });
    const key = await registeredElsewhere(createAuthenticator({ transports: ['usb'] }), 'user 42', {
      userVerified: false,
    });
    const rows = [
      { identifier: 'nothing' },
      { identifier: 'key', passkeys: [{ ...key, backedUp: false, transports: ['usb'], userVerified: false }] },
      {
        identifier: 'mail@example.org',
        email: 'mail@example.org',
        emailVerified: true,
        passwordUnknown: true,
        totp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
      },
    ];
    for (const dryRun of [true, false]) {
      const reports = await imports(world, rows, { dryRun });
      expect(reports.map((one) => 'canSignIn' in one && one.canSignIn)).toEqual([false, false, true]);
    }
    await world.auth.close();
  });
});

/** The key as a SubjectPublicKeyInfo: the two numbers of the point stand at the end of the COSE_Key. */
function spki({ publicKey }: Row): string {
  const cose = Buffer.from(String(publicKey), 'base64url');
  const [x, y] = [cose.subarray(-67, -35), cose.subarray(-32)];
  const jwk = { kty: 'EC', crv: 'P-256', x: x.toString('base64url'), y: y.toString('base64url') };
  return createPublicKey({ format: 'jwk', key: jwk }).export({ format: 'pem', type: 'spki' }).toString();
}
