import { createHmac, hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { authenticate, ORIGIN, type Registered, register, requestOptions } from './ceremonies.test-support.ts';
import { createAuthenticator, type SoftwareAuthenticator } from './create-authenticator.ts';
import { evaluatePrf, type PrfInputs, type PrfResults } from './prf.ts';

const SALT = new TextEncoder().encode('vault');
const OTHER_SALT = new TextEncoder().encode('backup');
const allowing = (...registered: Registered[]) =>
  registered.map(({ credential: { id } }) => ({ id, type: 'public-key' as const }));

async function registerWithPrf(authenticator: SoftwareAuthenticator, account: string): Promise<Registered> {
  const user = { id: Buffer.from(account).toString('base64url'), name: account, displayName: account };
  return register(authenticator, { user, extensions: { prf: {} } });
}

async function evaluate(
  authenticator: SoftwareAuthenticator,
  prf: PrfInputs,
  registered: Registered,
  more: { userVerified?: boolean; listed?: Registered[] } = {},
): Promise<PrfResults | undefined> {
  const { listed = [registered], ...ceremony } = more;
  const options = await requestOptions({
    extensions: { prf },
    allowCredentials: allowing(...listed),
    userVerification: 'discouraged',
  });
  const { clientExtensionResults } = await authenticator.get(options, {
    origin: ORIGIN,
    credentialId: registered.credential.id,
    ...ceremony,
  });
  return clientExtensionResults.prf?.results;
}

describe('prf', () => {
  it('is HMAC-SHA-256 of the hashed input under the credential secret', () => {
    const secret = Buffer.alloc(32, 7);
    const salt = Buffer.from(hash('sha256', Buffer.from('WebAuthn PRF\0vault'), 'hex'), 'hex');
    const expected = new Uint8Array(createHmac('sha256', secret).update(salt).digest());
    expect(evaluatePrf(secret, { first: SALT })).toEqual({ first: expected });
  });

  it('N11 gives the same 32 bytes for the same input, through clones too', async () => {
    const authenticator = createAuthenticator();
    const registered = await registerWithPrf(authenticator, 'ada');
    const results = await evaluate(authenticator, { eval: { first: SALT } }, registered);
    expect(results?.first).toHaveLength(32);
    expect(await evaluate(authenticator, { eval: { first: SALT } }, registered)).toEqual(results);
    expect(await evaluate(authenticator.clone(), { eval: { first: SALT } }, registered)).toEqual(results);
    const both = await evaluate(authenticator, { eval: { first: OTHER_SALT, second: SALT } }, registered);
    expect(both?.second).toEqual(results?.first);
    expect(both?.first).not.toEqual(results?.first);
  });

  it('is read from the response, and is not in its JSON: a server refuses to be sent it', async () => {
    const authenticator = createAuthenticator();
    const registered = await registerWithPrf(authenticator, 'ada');
    const options = await requestOptions({
      extensions: { prf: { eval: { first: SALT } } },
      allowCredentials: allowing(registered),
    });
    const response = await authenticator.get(options, { origin: ORIGIN });
    expect(response.clientExtensionResults.prf?.results?.first).toHaveLength(32);
    expect(JSON.parse(JSON.stringify(response)).clientExtensionResults).toEqual({ prf: {} });
  });

  it('reads inputs in base64url, as they travel in JSON', async () => {
    const authenticator = createAuthenticator();
    const registered = await registerWithPrf(authenticator, 'ada');
    const travelled: PrfInputs = JSON.parse(
      JSON.stringify({ eval: { first: Buffer.from(SALT).toString('base64url') } }),
    );
    const direct = await evaluate(authenticator, { eval: { first: SALT } }, registered);
    expect(await evaluate(authenticator, travelled, registered)).toEqual(direct);
    expect(await evaluate(authenticator, { eval: { first: SALT.buffer } }, registered)).toEqual(direct);
  });

  it('differs between credentials', async () => {
    const authenticator = createAuthenticator();
    const [ada, bob] = [await registerWithPrf(authenticator, 'ada'), await registerWithPrf(authenticator, 'bob')];
    const input = { eval: { first: SALT } };
    expect(await evaluate(authenticator, input, ada)).not.toEqual(await evaluate(authenticator, input, bob));
  });

  it('takes the values for the credential before those for all', async () => {
    const authenticator = createAuthenticator();
    const [ada, bob] = [await registerWithPrf(authenticator, 'ada'), await registerWithPrf(authenticator, 'bob')];
    const input = { eval: { first: SALT }, evalByCredential: { [bob.credential.id]: { first: OTHER_SALT } } };
    const listed = [ada, bob];
    expect(await evaluate(authenticator, input, ada, { listed })).toEqual(
      await evaluate(authenticator, { eval: { first: SALT } }, ada),
    );
    expect(await evaluate(authenticator, input, bob, { listed })).toEqual(
      await evaluate(authenticator, { eval: { first: OTHER_SALT } }, bob),
    );
  });

  it('refuses misplaced inputs as the client does', async () => {
    const authenticator = createAuthenticator();
    const ada = await registerWithPrf(authenticator, 'ada');
    const named = { evalByCredential: { [ada.credential.id]: { first: SALT } } };
    await expect(evaluate(authenticator, named, ada, { listed: [] })).rejects.toMatchObject({
      name: 'NotSupportedError',
    });
    const unknown = { evalByCredential: { elsewhere: { first: SALT } } };
    await expect(evaluate(authenticator, unknown, ada)).rejects.toMatchObject({ name: 'SyntaxError' });
    await expect(register(authenticator, { extensions: { prf: named } })).rejects.toMatchObject({
      name: 'NotSupportedError',
    });
  });

  it('is told at registration, to the page and in the signed extension data', async () => {
    const offered = await registerWithPrf(createAuthenticator(), 'ada');
    expect(offered.response.clientExtensionResults).toEqual({ prf: { enabled: true } });
    expect(offered.authenticatorExtensionResults).toEqual({ 'hmac-secret': true });
    const missing = await registerWithPrf(createAuthenticator({ prf: false }), 'ada');
    expect(missing.response.clientExtensionResults).toEqual({ prf: { enabled: false } });
    expect(missing.authenticatorExtensionResults).toBeUndefined();
    expect((await register(createAuthenticator())).response.clientExtensionResults).not.toHaveProperty('prf');
  });

  it('is for verified users only', async () => {
    const authenticator = createAuthenticator();
    const ada = await registerWithPrf(authenticator, 'ada');
    expect(await evaluate(authenticator, { eval: { first: SALT } }, ada)).toBeDefined();
    expect(await evaluate(authenticator, { eval: { first: SALT } }, ada, { userVerified: false })).toBeUndefined();
    expect(() => createAuthenticator({ userVerification: false, prf: true })).toThrow(/prf needs userVerification/);
  });

  it('gives nothing for a credential registered without it, and asks no verification for that', async () => {
    const authenticator = createAuthenticator();
    const registered = await register(authenticator);
    expect(await evaluate(authenticator, { eval: { first: SALT } }, registered)).toBeUndefined();
    const changes = { extensions: { prf: { eval: { first: SALT } } }, userVerification: 'discouraged' } as const;
    const { authenticationInfo } = await authenticate(authenticator, registered.credential, changes);
    expect(authenticationInfo.userVerified).toBe(false);
  });
});
