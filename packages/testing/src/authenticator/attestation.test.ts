import { X509Certificate } from 'node:crypto';
import { SettingsService } from '@simplewebauthn/server';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import { afterEach, describe, expect, it } from 'vitest';
import { createAttestationAuthority } from './attestation-authority.ts';
import { checkRegistration, creationOptions, ORIGIN, type Registered, register } from './ceremonies.test-support.ts';
import { COSE_ALGORITHM } from './cose-algorithm.ts';
import { createAuthenticator } from './create-authenticator.ts';

const AAGUID = '0123abcd-4567-89ab-cdef-0123456789ab';
const trust = (format: 'packed' | 'fido-u2f', ...certificates: string[]): void =>
  SettingsService.setRootCertificates({ identifier: format, certificates });
const x5cOf = ({ attestationObject }: Registered): Uint8Array[] | undefined =>
  decodeAttestationObject(attestationObject).get('attStmt').get('x5c');

afterEach(() => {
  trust('packed');
  trust('fido-u2f');
});

describe('attestation', () => {
  it('is none by default, and names the model still', async () => {
    expect(await register(createAuthenticator({ aaguid: AAGUID }))).toMatchObject({ fmt: 'none', aaguid: AAGUID });
  });

  it.each(Object.entries(COSE_ALGORITHM))('packed, by the new %s key itself, is accepted', async (_, alg) => {
    const registered = await register(createAuthenticator({ attestation: 'packed', algorithms: [alg] }));
    expect(registered.fmt).toBe('packed');
    expect(x5cOf(registered)).toBeUndefined();
  });

  it.each(Object.entries(COSE_ALGORITHM))(
    'packed, by a certified key, is accepted for %s credentials',
    async (_, alg) => {
      const authority = await createAttestationAuthority();
      trust('packed', authority.rootPem);
      const attestation = { format: 'packed', authority } as const;
      const registered = await register(createAuthenticator({ attestation, aaguid: AAGUID, algorithms: [alg] }));
      expect(registered).toMatchObject({ fmt: 'packed', aaguid: AAGUID });
      expect(x5cOf(registered)).toHaveLength(1);
    },
  );

  it('fido-u2f is accepted', async () => {
    const authority = await createAttestationAuthority();
    trust('fido-u2f', authority.rootPem);
    const attestation = { format: 'fido-u2f', authority } as const;
    const registered = await register(createAuthenticator({ attestation, transports: ['usb'] }));
    expect(registered).toMatchObject({ fmt: 'fido-u2f', aaguid: '00000000-0000-0000-0000-000000000000' });
    expect(() => createAuthenticator({ attestation, aaguid: AAGUID })).toThrow(/zeros/);
    expect(() => createAuthenticator({ attestation, algorithms: [COSE_ALGORITHM.EdDSA] })).toThrow(/ES256/);
  });

  it('has the certificate that WebAuthn L3 §8.2.1 asks for, one a model', async () => {
    const authority = await createAttestationAuthority();
    const { certificate } = await authority.attestationKey(AAGUID);
    const [leaf, root] = [new X509Certificate(certificate), new X509Certificate(authority.rootPem)];
    expect(leaf.subject.split('\n')).toEqual([
      'C=ZZ',
      'O=Sallyport',
      'OU=Authenticator Attestation',
      'CN=Sallyport Test Authenticator',
    ]);
    expect([leaf.ca, root.ca]).toEqual([false, true]);
    expect(leaf.checkIssued(root) && leaf.verify(root.publicKey)).toBe(true);
    expect((await authority.attestationKey(AAGUID)).certificate).toEqual(certificate);
    expect((await authority.attestationKey('00000000-0000-0000-0000-000000000001')).certificate).not.toEqual(
      certificate,
    );
  });

  it('is refused when the Relying Party trusts another root', async () => {
    const [trusted, other] = [await createAttestationAuthority(), await createAttestationAuthority()];
    trust('packed', trusted.rootPem);
    const by = (authority: typeof trusted) => createAuthenticator({ attestation: { format: 'packed', authority } });
    await expect(register(by(other))).rejects.toMatchObject({
      cause: { code: 'CERTIFICATE_PATH_VERIFICATION_FAILED' },
    });
    await expect(register(by(trusted))).resolves.toMatchObject({ fmt: 'packed' });
  });

  it('is refused when the certificate has expired', async () => {
    const authority = await createAttestationAuthority({ validUntil: Date.UTC(2021, 0, 1) });
    await expect(register(createAuthenticator({ attestation: { format: 'packed', authority } }))).rejects.toThrow(
      /not good after/,
    );
  });

  it('is refused when the authenticator passes for another model than its certificate names', async () => {
    const authority = await createAttestationAuthority();
    const authenticator = createAuthenticator({ attestation: { format: 'packed', authority } });
    await expect(register(authenticator, {}, { tamper: { aaguid: AAGUID } })).rejects.toThrow(/AAGUID/i);
    await expect(register(authenticator)).resolves.toBeDefined();
  });

  it.each(['packed', 'packed with x5c', 'fido-u2f'] as const)('%s is refused with a broken signature', async (kind) => {
    const authority = await createAttestationAuthority();
    const attestation =
      kind === 'packed' ? kind : ({ format: kind === 'fido-u2f' ? kind : 'packed', authority } as const);
    const authenticator = createAuthenticator({ attestation });
    const options = await creationOptions();
    const broken = await authenticator.create(options, { origin: ORIGIN, tamper: { signature: true } });
    expect((await checkRegistration(broken, options)).verified).toBe(false);
    const whole = await authenticator.create(options, { origin: ORIGIN });
    expect((await checkRegistration(whole, options)).verified).toBe(true);
  });

  it('is withheld by the client unless asked for, but for an unnamed model that attests to itself', async () => {
    const authority = await createAttestationAuthority();
    const [unasked, unnamed] = [{ attestation: 'none' } as const, '00000000-0000-0000-0000-000000000000'];
    const certified = createAuthenticator({ attestation: { format: 'packed', authority }, aaguid: unnamed });
    expect((await register(certified, unasked)).fmt).toBe('none');
    expect((await register(createAuthenticator({ attestation: 'packed' }), unasked)).fmt).toBe('none');
    expect((await register(createAuthenticator({ attestation: 'packed', aaguid: unnamed }), unasked)).fmt).toBe(
      'packed',
    );
  });

  it('says so when there is no signature to break, and keeps nothing', async () => {
    const authenticator = createAuthenticator();
    await expect(register(authenticator, {}, { tamper: { signature: true } })).rejects.toMatchObject({
      code: 'authenticator-misused',
    });
    expect(authenticator.credentials).toEqual([]);
  });
});
