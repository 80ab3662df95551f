import { describe, expect, it } from 'vitest';
import type { AuthenticatorOptions } from './authenticator-options.ts';
import {
  authenticate,
  checkRegistration,
  creationOptions,
  ORIGIN,
  register,
  requestOptions,
  user,
} from './ceremonies.test-support.ts';
import { COSE_ALGORITHM } from './cose-algorithm.ts';
import { createAuthenticator } from './create-authenticator.ts';

describe('algorithms', () => {
  it.each(Object.entries(COSE_ALGORITHM))(
    'N8 makes %s keys whose registrations and assertions are accepted',
    async (_, alg) => {
      const authenticator = createAuthenticator({ algorithms: [alg] });
      const { credential, response } = await register(authenticator);
      expect(response.response.publicKeyAlgorithm).toBe(alg);
      expect(authenticator.credentials[0]?.algorithm).toBe(alg);
      expect((await authenticate(authenticator, credential)).verified).toBe(true);
    },
  );

  it('takes the first of the Relying Party that it supports', async () => {
    const authenticator = createAuthenticator({ algorithms: [COSE_ALGORITHM.ES256, COSE_ALGORITHM.EdDSA] });
    const wanted = (...algs: number[]) => ({
      pubKeyCredParams: algs.map((alg) => ({ type: 'public-key' as const, alg })),
    });
    expect((await register(authenticator, wanted(-257, -8, -7))).response.response.publicKeyAlgorithm).toBe(-8);
    expect((await register(authenticator, wanted())).response.response.publicKeyAlgorithm).toBe(-7);
    await expect(register(authenticator, wanted(-257, -36))).rejects.toMatchObject({
      name: 'NotSupportedError',
      code: 'algorithm-unsupported',
    });
  });

  it('makes the same ES256 and EdDSA keys from the same random bytes', async () => {
    for (const algorithm of [COSE_ALGORITHM.ES256, COSE_ALGORITHM.EdDSA]) {
      const seeded = (): AuthenticatorOptions => ({
        algorithms: [algorithm],
        random: (length) => new Uint8Array(length),
      });
      const [one, other] = [
        await register(createAuthenticator(seeded())),
        await register(createAuthenticator(seeded())),
      ];
      expect(one.credential.id).toBe(other.credential.id);
      expect(one.credential.publicKey).toEqual(other.credential.publicKey);
    }
  });
});

describe('user verification', () => {
  const asking = (userVerification: 'required' | 'preferred' | 'discouraged') => ({
    authenticatorSelection: { userVerification },
  });

  it.each([
    ['required', true],
    ['preferred', true],
    ['discouraged', false],
  ] as const)('%s sets UV to %s when it can verify', async (requirement, verified) => {
    const authenticator = createAuthenticator();
    const registered = await register(authenticator, { ...asking(requirement), excludeCredentials: [] });
    const { id } = registered.credential;
    const signedIn = await authenticate(authenticator, registered.credential, {
      userVerification: requirement,
      allowCredentials: [{ id, type: 'public-key' }],
    });
    expect(registered.userVerified).toBe(verified);
    expect(signedIn.authenticationInfo.userVerified).toBe(verified);
  });

  it('leaves UV out, and is refused by a Relying Party that requires it', async () => {
    const authenticator = createAuthenticator({ userVerification: false });
    const options = await creationOptions();
    const response = await authenticator.create(options, { origin: ORIGIN });
    await expect(checkRegistration(response, options, { requireUserVerification: true })).rejects.toThrow(
      /User verification/,
    );
    expect((await checkRegistration(response, options)).registrationInfo?.userVerified).toBe(false);
  });

  it('follows what the person does', async () => {
    const authenticator = createAuthenticator();
    const { credential } = await register(authenticator, {}, { userVerified: false });
    const request = { userVerification: 'preferred' } as const;
    expect(
      (await authenticate(authenticator, credential, request, { userVerified: false })).authenticationInfo.userVerified,
    ).toBe(false);
    expect(
      (await authenticate(authenticator, credential, { userVerification: 'discouraged' }, { userVerified: true }))
        .authenticationInfo.userVerified,
    ).toBe(true);
  });

  it('rejects as a browser does where required verification cannot be had', async () => {
    const failed = { name: 'NotAllowedError', code: 'user-verification-failed' };
    const unavailable = { name: 'NotAllowedError', code: 'user-verification-unavailable' };
    const [able, unable] = [createAuthenticator(), createAuthenticator({ userVerification: false })];
    await register(able);
    await register(unable);
    const required = { userVerification: 'required' } as const;
    const ceremony = { origin: ORIGIN };
    await expect(able.get(await requestOptions(required), { ...ceremony, userVerified: false })).rejects.toMatchObject(
      failed,
    );
    await expect(unable.get(await requestOptions(required), ceremony)).rejects.toMatchObject(unavailable);
    await expect(unable.get(await requestOptions(), { ...ceremony, userVerified: true })).rejects.toMatchObject(
      unavailable,
    );
    await expect(register(able, asking('required'), { userVerified: false })).rejects.toMatchObject(failed);
    await expect(register(unable, asking('required'))).rejects.toMatchObject(unavailable);
  });
});

describe('backup flags', () => {
  it.each([
    [{}, 'singleDevice', false],
    [{ backupEligible: true }, 'multiDevice', false],
    [{ backupEligible: true, backupState: true }, 'multiDevice', true],
  ] as const)('%j is seen as %s, backed up: %s', async (options, deviceType, backedUp) => {
    const authenticator = createAuthenticator(options);
    const registered = await register(authenticator);
    const { authenticationInfo } = await authenticate(authenticator, registered.credential);
    for (const seen of [registered, authenticationInfo]) {
      expect(seen).toMatchObject({ credentialDeviceType: deviceType, credentialBackedUp: backedUp });
    }
  });

  it('refuses a misspelt forgery, which would test nothing', async () => {
    const device = createAuthenticator();
    const rp = { name: 'x' };
    const user = { id: '', name: '', displayName: '' };
    const forged = Object({ origin: 'https://a.example', tamper: { userhandle: null } });
    await expect(device.get({ challenge: '' }, forged)).rejects.toThrow(
      new TypeError("get: tamper: there is no member 'userhandle'; did you mean 'userHandle'?"),
    );
    await expect(device.create({ rp, user, challenge: '', pubKeyCredParams: [] }, forged)).rejects.toThrow(
      /^create: tamper: there is no member 'userhandle'/,
    );
  });

  it('can change the backup state of an eligible credential only', async () => {
    const synced = createAuthenticator({ backupEligible: true });
    const { credential } = await register(synced);
    synced.setBackupState(credential.id, true);
    expect((await authenticate(synced, credential)).authenticationInfo.credentialBackedUp).toBe(true);
    synced.setBackupState(credential.id, false);
    expect((await authenticate(synced, credential)).authenticationInfo.credentialBackedUp).toBe(false);

    const bound = createAuthenticator();
    const { id } = (await register(bound)).credential;
    expect(() => bound.setBackupState(id, true)).toThrow(expect.objectContaining({ code: 'authenticator-misused' }));
    expect(() => createAuthenticator({ backupState: true })).toThrow(
      expect.objectContaining({ code: 'authenticator-misused' }),
    );
  });
});

describe('signature counter', () => {
  it('starts at zero and counts assertions', async () => {
    const authenticator = createAuthenticator();
    const { credential } = await register(authenticator);
    expect(credential.counter).toBe(0);
    expect((await authenticate(authenticator, credential)).authenticationInfo.newCounter).toBe(1);
    expect((await authenticate(authenticator, { ...credential, counter: 1 })).authenticationInfo.newCounter).toBe(2);
    expect(authenticator.credentials[0]?.counter).toBe(2);
  });

  it('stays at zero where the authenticator does not count', async () => {
    const authenticator = createAuthenticator({ counter: 'zero' });
    const { credential } = await register(authenticator);
    await authenticate(authenticator, credential);
    expect((await authenticate(authenticator, credential)).authenticationInfo.newCounter).toBe(0);
  });

  it('betrays a clone: the Relying Party refuses the counter that fell behind', async () => {
    const authenticator = createAuthenticator();
    const { credential } = await register(authenticator);
    const clone = authenticator.clone();
    await authenticate(authenticator, credential);
    const { newCounter } = (await authenticate(authenticator, credential)).authenticationInfo;
    expect(newCounter).toBe(2);
    const stored = { ...credential, counter: newCounter };
    await expect(authenticate(clone, stored)).rejects.toThrow(/counter value 1 was lower than expected 2/);
    expect((await authenticate(authenticator, stored)).verified).toBe(true);
  });

  it('can be set', async () => {
    const authenticator = createAuthenticator();
    const { credential } = await register(authenticator);
    authenticator.setCounter(credential.id, 41);
    expect((await authenticate(authenticator, credential)).authenticationInfo.newCounter).toBe(42);
    authenticator.setCounter(credential.id, 0);
    await expect(authenticate(authenticator, { ...credential, counter: 42 })).rejects.toThrow(/counter/);
    expect(() => authenticator.setCounter(credential.id, -1)).toThrow(
      expect.objectContaining({ code: 'authenticator-misused' }),
    );
    expect(() => authenticator.setCounter('unknown', 1)).toThrow(expect.objectContaining({ code: 'no-credential' }));
  });
});

describe('the client', () => {
  it('says how the authenticator is reached', async () => {
    const key = createAuthenticator({ transports: ['usb', 'nfc'] });
    const { response } = await register(key);
    expect(response).toMatchObject({
      authenticatorAttachment: 'cross-platform',
      response: { transports: ['nfc', 'usb'] },
    });
    expect((await register(createAuthenticator())).response).toMatchObject({
      authenticatorAttachment: 'platform',
      response: { transports: ['internal'] },
    });
    const authenticatorSelection = { authenticatorAttachment: 'platform' } as const;
    await expect(register(key, { authenticatorSelection })).rejects.toMatchObject({
      name: 'NotAllowedError',
      code: 'attachment-mismatch',
    });
  });

  it('writes the frame that it is in into the client data', async () => {
    const clientData = async (ceremony: { topOrigin?: string; crossOrigin?: boolean }) => {
      const { response } = await register(createAuthenticator(), {}, ceremony);
      return JSON.parse(Buffer.from(response.response.clientDataJSON, 'base64url').toString());
    };
    expect(await clientData({})).toMatchObject({ type: 'webauthn.create', origin: ORIGIN, crossOrigin: false });
    expect(await clientData({ topOrigin: 'https://shop.test' })).toMatchObject({
      crossOrigin: true,
      topOrigin: 'https://shop.test',
    });
    expect(await clientData({ crossOrigin: true })).not.toHaveProperty('topOrigin');
    expect(await clientData({ crossOrigin: false, topOrigin: ORIGIN })).not.toHaveProperty('topOrigin');
  });

  it('refuses malformed options', async () => {
    const authenticator = createAuthenticator();
    await expect(register(authenticator, { challenge: 'a+b/' })).rejects.toMatchObject({ name: 'EncodingError' });
    await expect(register(authenticator, { user: { ...user('ada'), id: '' } })).rejects.toMatchObject({
      name: 'TypeError',
      code: 'user-id-invalid',
    });
    await expect(register(authenticator, { user: user('a'.repeat(65)) })).rejects.toMatchObject({
      code: 'user-id-invalid',
    });
    expect(() => createAuthenticator({ aaguid: 'mine' })).toThrow(
      expect.objectContaining({ code: 'authenticator-misused' }),
    );
  });
});
