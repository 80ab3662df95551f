import { describe, expect, it } from 'vitest';
import { authenticate, ORIGIN, register } from './ceremonies.test-support.ts';
import type { Tamper } from './ceremony.ts';
import { COSE_ALGORITHM } from './cose-algorithm.ts';
import { createAuthenticator } from './create-authenticator.ts';

const LIES: ReadonlyArray<[string, Tamper, RegExp]> = [
  ['another origin', { origin: 'https://examp1e.com' }, /origin/],
  ['another challenge', { challenge: 'AAAA' }, /challenge/],
  ['another ceremony', { type: 'payment.get' }, /type/],
  ['another RP ID', { rpIdHash: new Uint8Array(32) }, /RP ID/i],
  ['no user present', { flags: { up: false } }, /not present/],
  ['a backup that may not be', { flags: { be: false, bs: true } }, /backed up/],
  ['extension data that is not there', { flags: { ed: true } }, /No data/],
];

describe('tamper', () => {
  it.each(LIES)('a registration with %s is refused; the same one without is accepted', async (_, tamper, reason) => {
    const authenticator = createAuthenticator({ attestation: 'packed' });
    await expect(register(authenticator, {}, { tamper })).rejects.toThrow(reason);
    await expect(register(authenticator)).resolves.toMatchObject({ fmt: 'packed' });
  });

  it.each(LIES)('an assertion with %s is refused; the same one without is accepted', async (_, tamper, reason) => {
    const authenticator = createAuthenticator();
    const { credential } = await register(authenticator);
    await expect(authenticate(authenticator, credential, {}, { tamper })).rejects.toThrow(reason);
    expect((await authenticate(authenticator, credential)).verified).toBe(true);
  });

  it.each(Object.entries(COSE_ALGORITHM))('an assertion with a broken %s signature is refused', async (_, alg) => {
    const authenticator = createAuthenticator({ algorithms: [alg] });
    const { credential } = await register(authenticator);
    expect((await authenticate(authenticator, credential, {}, { tamper: { signature: true } })).verified).toBe(false);
    expect((await authenticate(authenticator, credential)).verified).toBe(true);
  });

  it('lies under a good signature: without the check meant for it, the lie would be believed', async () => {
    const authenticator = createAuthenticator();
    const { credential } = await register(authenticator);
    const lying = await authenticate(
      authenticator,
      credential,
      {},
      { tamper: { flags: { uv: false, be: true, bs: true } } },
    );
    expect(lying).toMatchObject({
      verified: true,
      authenticationInfo: { userVerified: false, credentialDeviceType: 'multiDevice', credentialBackedUp: true },
    });
  });

  it('can name another user, or none', async () => {
    const authenticator = createAuthenticator();
    const { credential } = await register(authenticator);
    const handle = async (userHandle: string | null) =>
      (await authenticate(authenticator, credential, {}, { origin: ORIGIN, tamper: { userHandle } })).response.response;
    expect((await handle('bWFsbG9yeQ')).userHandle).toBe('bWFsbG9yeQ');
    expect(await handle(null)).not.toHaveProperty('userHandle');
  });
});
