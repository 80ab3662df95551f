import { describe, expect, it, vi } from 'vitest';
import { clientAgainst } from './fake-server.test-support.ts';
import {
  attestation,
  base64url,
  bytes,
  create,
  creationOptions,
  signalAllAcceptedCredentials,
  signalCurrentUserDetails,
  signalUnknownCredential,
  withPasskeys,
} from './passkeys.test-support.ts';

withPasskeys();

describe('P6 passkeys of an account', () => {
  it('registers one, by name, and tells the browser which ones there are now, also if another device added one meanwhile', async () => {
    create.mockResolvedValue(attestation());
    const passkeyUser = { rpId: 'shop.example', userHandle: base64url('ada'), name: 'ada' };
    const allAcceptedCredentialIds = [base64url('old'), base64url('elsewhere'), base64url('key')];
    const account = { passkeyUser, factors: { passkeys: allAcceptedCredentialIds.map((id) => ({ id })) } };
    const complete = { body: { status: 'complete' } };
    const { client, seen } = clientAgainst({ body: creationOptions }, complete, { body: account });
    await client.enroll.passkey({ name: 'Phone' });
    expect(seen.map(({ url }) => url)).toEqual([
      '/auth/enroll/passkey/options',
      '/auth/enroll/passkey',
      '/auth/account',
    ]);
    expect(seen[1]?.body).toMatchObject({ name: 'Phone', response: { id: base64url('key') } });
    expect(signalAllAcceptedCredentials.mock.calls).toEqual([
      [{ rpId: 'shop.example', userId: base64url('ada'), allAcceptedCredentialIds }],
    ]);
  });

  it('tells the browser no list of a registration if the sign-in goes on, or if the account cannot be read', async () => {
    create.mockResolvedValue(attestation());
    const [options, complete] = [{ body: creationOptions }, { body: { status: 'complete' } }];
    const { client, seen } = clientAgainst(options, { body: { status: 'continue' } }, options, complete, {
      status: 503,
    });
    expect(await client.enroll.passkey()).toEqual({ status: 'continue' });
    expect(seen).toHaveLength(2);
    expect(await client.enroll.passkey()).toEqual({ status: 'complete' });
    expect(signalAllAcceptedCredentials).not.toHaveBeenCalled();
  });

  it.each([
    { told: 'derives nothing', prf: { enabled: false }, enabled: 0, derived: 0 },
    { told: 'says nothing of it', prf: undefined, enabled: 0, derived: 0 },
    { told: 'derives secrets, and none yet', prf: { enabled: true }, enabled: 1, derived: 0 },
    { told: 'derived one', prf: { enabled: true, results: { first: bytes('secret') } }, enabled: 1, derived: 1 },
  ])('N11 tells of a new passkey that $told', async ({ prf, enabled, derived }) => {
    create.mockResolvedValue(attestation(prf === undefined ? {} : { prf }));
    const { client, seen } = clientAgainst({ body: creationOptions });
    const [onPrfEnabled, onPrf] = [vi.fn(), vi.fn()];
    await client.enroll.passkey({ onPrfEnabled, onPrf });
    expect(onPrfEnabled).toHaveBeenCalledTimes(enabled);
    expect(onPrf).toHaveBeenCalledTimes(derived);
    expect(JSON.stringify(seen[1]?.body)).not.toContain('results');
  });

  it('says that a device is registered already', async () => {
    create.mockRejectedValue(Object.assign(new Error('again'), { name: 'InvalidStateError' }));
    const { client } = clientAgainst({ body: creationOptions });
    await expect(client.enroll.passkey()).rejects.toMatchObject({ code: 'passkey-already-registered' });
  });

  it('tells the browser of a removed one by the list of those that are left, and of none that the server kept', async () => {
    const passkeyUser = { rpId: 'shop.example', userHandle: base64url('ada'), name: 'ada' };
    const left = { body: { passkeyUser, factors: { passkeys: [{ id: 'left' }] } } };
    const { client } = clientAgainst({ status: 409, body: { code: 'no-way-in' } }, left);
    await expect(client.account.removePasskey('abc')).rejects.toMatchObject({ code: 'no-way-in' });
    expect(signalAllAcceptedCredentials).not.toHaveBeenCalled();
    await client.account.removePasskey('abc');
    expect(signalAllAcceptedCredentials.mock.calls).toEqual([
      [{ rpId: 'shop.example', userId: base64url('ada'), allAcceptedCredentialIds: ['left'] }],
    ]);
    // Another tenant may have the passkey too, such as one that both imported: nobody asked the server.
    expect(signalUnknownCredential).not.toHaveBeenCalled();
  });

  it('X38 tells the browser what is left after a removal, the new name, and what changed elsewhere', async () => {
    const passkeyUser = { rpId: 'app.example', userHandle: base64url('ada'), name: 'ada@example.org' };
    const account = { passkeyUser, factors: { passkeys: [{ id: 'left' }] } };
    const renamed = { ...account, passkeyUser: { ...passkeyUser, name: 'lovelace' } };
    const { client } = clientAgainst(
      { body: account },
      { body: renamed },
      { status: 409, body: { code: 'already-exists' } },
      { body: account },
    );
    const all = { rpId: 'app.example', userId: base64url('ada'), allAcceptedCredentialIds: ['left'] };
    const details = { rpId: 'app.example', userId: base64url('ada') };
    await client.account.removePasskey('abc');
    expect(signalAllAcceptedCredentials).toHaveBeenLastCalledWith(all);
    expect(await client.account.rename('lovelace')).toEqual(renamed);
    expect(signalCurrentUserDetails).toHaveBeenLastCalledWith({
      ...details,
      name: 'lovelace',
      displayName: 'lovelace',
    });
    await expect(client.account.rename('ada')).rejects.toMatchObject({ code: 'already-exists' });
    expect(signalCurrentUserDetails).toHaveBeenCalledTimes(2);
    await client.account.signalPasskeys();
    const [name, displayName] = ['ada@example.org', 'ada@example.org'];
    expect(signalCurrentUserDetails).toHaveBeenLastCalledWith({ ...details, name, displayName });
    // A name deletes no passkey, so its signal needs no list.
    expect(signalAllAcceptedCredentials).toHaveBeenCalledTimes(2);
  });

  it('X38 goes on if a signal fails, or if the browser or the server lacks what a signal needs', async () => {
    signalCurrentUserDetails.mockRejectedValueOnce(new TypeError('no'));
    const passkeyUser = { rpId: 'app.example', userHandle: base64url('ada'), name: 'ada' };
    const body = { passkeyUser, factors: { passkeys: [] } };
    const { client } = clientAgainst({ body }, { body: {} }, { body });
    await expect(client.account.rename('ada')).resolves.toEqual(body);
    expect(signalCurrentUserDetails).toHaveBeenCalledTimes(1);
    await expect(client.account.rename('ada')).resolves.toEqual({});
    vi.stubGlobal('PublicKeyCredential', () => {});
    await expect(client.account.rename('ada')).resolves.toEqual(body);
    expect(signalCurrentUserDetails).toHaveBeenCalledTimes(1);
  });

  it('removes one just as well if the browser has no signals', async () => {
    vi.stubGlobal('PublicKeyCredential', () => {});
    const { client } = clientAgainst({ status: 204 });
    await expect(client.account.removePasskey('abc')).resolves.toBeUndefined();
  });
});
