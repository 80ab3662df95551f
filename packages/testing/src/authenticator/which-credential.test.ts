import { describe, expect, it } from 'vitest';
import {
  authenticate,
  checkAssertion,
  creationOptions,
  ORIGIN,
  register,
  requestOptions,
  USER_ID,
  user,
} from './ceremonies.test-support.ts';
import { createAuthenticator } from './create-authenticator.ts';

describe('which credential', () => {
  it('finds a discoverable one with no list, and tells whose it is', async () => {
    const authenticator = createAuthenticator();
    const { credential } = await register(authenticator, { authenticatorSelection: { residentKey: 'required' } });
    const options = await requestOptions();
    const response = await authenticator.get(options, { origin: ORIGIN });
    expect(response.id).toBe(credential.id);
    expect(response.response.userHandle).toBe(Buffer.from(USER_ID).toString('base64url'));
    expect((await checkAssertion(response, options, credential)).verified).toBe(true);
  });

  it.each([
    ['required', true, true],
    ['preferred', true, true],
    ['discouraged', true, false],
    ['preferred', false, false],
  ] as const)(
    'a %s resident key, where possible is %s, gives credProps.rk %s',
    async (residentKey, residentKeys, rk) => {
      const authenticator = createAuthenticator({ residentKeys });
      const { response } = await register(authenticator, {
        authenticatorSelection: { residentKey },
        extensions: { credProps: true },
      });
      expect(response.clientExtensionResults.credProps).toEqual({ rk });
      expect(authenticator.credentials[0]?.discoverable).toBe(rk);
    },
  );

  it('refuses to make a discoverable one that it cannot keep', async () => {
    const authenticator = createAuthenticator({ residentKeys: false });
    const refusal = { name: 'NotAllowedError', code: 'resident-key-unavailable' };
    await expect(
      register(authenticator, { authenticatorSelection: { residentKey: 'required' } }),
    ).rejects.toMatchObject(refusal);
    await expect(
      register(authenticator, { authenticatorSelection: { requireResidentKey: true } }),
    ).rejects.toMatchObject(refusal);
  });

  it('needs the list, and gives no user handle, for one that is not discoverable', async () => {
    const authenticator = createAuthenticator({ residentKeys: false });
    const { credential } = await register(authenticator);
    await expect(authenticator.get(await requestOptions(), { origin: ORIGIN })).rejects.toMatchObject({
      name: 'NotAllowedError',
      code: 'no-credential',
    });
    const listed = await authenticate(authenticator, credential, {
      allowCredentials: [{ id: credential.id, type: 'public-key' }],
    });
    expect(listed.verified).toBe(true);
    expect(listed.response.response).not.toHaveProperty('userHandle');
  });

  it('keeps to allowCredentials, to the Relying Party and to what the person picks', async () => {
    const authenticator = createAuthenticator();
    const ada = (await register(authenticator, { user: user('ada') })).credential;
    const bob = (await register(authenticator, { user: user('bob') })).credential;
    const get = async (allowed: string[], more: { credentialId?: string; origin?: string } = {}) => {
      const options = await requestOptions({
        allowCredentials: allowed.map((id) => ({ id, type: 'public-key' })),
        rpId: 'example.com',
      });
      return (await authenticator.get(options, { origin: ORIGIN, ...more })).id;
    };
    expect(await get([])).toBe(bob.id);
    expect(await get([], { credentialId: ada.id })).toBe(ada.id);
    expect(await get(['elsewhere', ada.id])).toBe(ada.id);
    await expect(get([ada.id], { credentialId: bob.id })).rejects.toMatchObject({ code: 'no-credential' });
    await expect(get(['elsewhere'])).rejects.toMatchObject({ code: 'no-credential' });
    await expect(get([ada.id], { origin: 'https://example.org' })).rejects.toMatchObject({ name: 'SecurityError' });
    const otherRp = await requestOptions({
      rpId: 'example.org',
      allowCredentials: [{ id: ada.id, type: 'public-key' }],
    });
    await expect(authenticator.get(otherRp, { origin: 'https://example.org' })).rejects.toMatchObject({
      code: 'no-credential',
    });
  });

  it('refuses a second credential where the first is excluded, at this Relying Party only', async () => {
    const authenticator = createAuthenticator();
    const { id } = (await register(authenticator)).credential;
    const excludeCredentials = [{ id, type: 'public-key' as const }];
    await expect(register(authenticator, { excludeCredentials })).rejects.toMatchObject({
      name: 'InvalidStateError',
      code: 'credential-excluded',
    });
    const elsewhere = await creationOptions({ excludeCredentials, rp: { id: 'example.org', name: 'Other' } });
    await expect(authenticator.create(elsewhere, { origin: 'https://example.org' })).resolves.toBeDefined();
    await expect(register(createAuthenticator(), { excludeCredentials })).resolves.toBeDefined();
  });

  it('keeps one discoverable credential an account, and any number of others', async () => {
    const authenticator = createAuthenticator();
    const discouraged = { authenticatorSelection: { residentKey: 'discouraged' } } as const;
    await register(authenticator, discouraged);
    await register(authenticator, discouraged);
    await register(authenticator);
    const last = await register(authenticator);
    expect(authenticator.credentials.map(({ discoverable }) => discoverable)).toEqual([false, false, true]);
    expect(authenticator.credentials.at(-1)?.id).toBe(last.credential.id);
  });

  it('forgets what is removed', async () => {
    const authenticator = createAuthenticator();
    const { credential } = await register(authenticator);
    const clone = authenticator.clone();
    authenticator.remove(credential.id);
    expect(authenticator.credentials).toEqual([]);
    await expect(authenticate(authenticator, credential)).rejects.toMatchObject({ code: 'no-credential' });
    expect((await authenticate(clone, credential)).verified).toBe(true);
    expect(() => authenticator.remove(credential.id)).toThrow(expect.objectContaining({ code: 'no-credential' }));
  });
});
