import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { embedded, signedIn, TENANT } from '../embedded.test-support.ts';
import { DORA } from './own-account.test-support.ts';
import { byPasskey, EMERGENCY, KEY, SECRET, type VaultOwner, vaultOwner } from './own-vault.test-support.ts';

const PRECONDITION = { refused: 'precondition-failed' };
const NOT_FOUND = { refused: 'not-found' };
const wrong = (path: string, message: string) => ({ refused: 'malformed-input', errors: [{ path, message }] });

const logged = ({ world, accountId }: VaultOwner, type: string, detail: object) => ({
  tenant: TENANT,
  id: expect.any(String),
  at: world.now,
  type,
  accountId,
  actor: accountId,
  detail,
});

describe('a vault of one’s own', () => {
  it('P21 has version 0 and no envelopes before there is one, and tells the emergency key where the host has one', async () => {
    const dora = await vaultOwner();
    expect(await dora.vault.view(await dora.session())).toStrictEqual({ version: 0, envelopes: [], emergencyKey: KEY });
    const world = await embedded({ vault: {} });
    const without = await (await signedIn(world, DORA)).session();
    expect(await world.auth.vault.view(without)).toStrictEqual({ version: 0, envelopes: [] });
  });

  it('P21 is created and replaced whole, each time at the next version', async () => {
    const dora = await vaultOwner();
    const { world, accountId } = dora;
    const ways = [byPasskey('phone'), SECRET, EMERGENCY];
    const made = { id: expect.any(String), createdAt: world.now };
    const created = await dora.puts(ways);
    const envelopes = ways.map((way) => ({ ...way, ...made }));
    expect(created).toEqual({ version: 1, keyId: 'a-key', envelopes, emergencyKey: KEY });
    expect(created).not.toHaveProperty(['envelopes', 2, 'kid']);
    expect(await dora.vault.view(await dora.session())).toEqual(created);
    const stored = [envelopes[0], envelopes[1], { ...envelopes[2], kid: 'drill' }];
    const vault = { schema: 1, tenant: TENANT, accountId, version: 1, keyId: 'a-key', envelopes: stored };
    expect(await dora.kept()).toEqual(vault);
    expect(new Set((await dora.kept())?.envelopes.map(({ id }) => id)).size).toBe(3);
    expect(await dora.events()).toEqual([logged(dora, 'vault.created', { ways: ['passkey', 'secret', 'emergency'] })]);
    world.now += 1;
    const input = { keyId: 'another', envelopes: [SECRET], ifVersion: 1 };
    const replaced = await dora.vault.replace(await dora.session(), input);
    const anew = [{ ...SECRET, id: expect.any(String), createdAt: world.now }];
    expect(replaced).toEqual({ version: 2, keyId: 'another', envelopes: anew, emergencyKey: KEY });
    expect(await dora.kept()).toEqual({ ...vault, version: 2, keyId: 'another', envelopes: anew });
    expect(await dora.events()).toEqual([logged(dora, 'vault.replaced', { ways: ['secret'] })]);
  });

  it('P21 names no emergency key in an envelope that was made where the host had none', async () => {
    const world = await embedded({ vault: {} });
    const client = await signedIn(world, DORA);
    const session = await client.session();
    const input = { keyId: 'a-key', envelopes: [EMERGENCY], ifVersion: 0 };
    const envelopes = [{ ...EMERGENCY, id: expect.any(String), createdAt: world.now }];
    const view = await world.auth.vault.replace(session, input);
    expect(view).toEqual({ version: 1, keyId: 'a-key', envelopes });
    expect(view).not.toHaveProperty('emergencyKey');
    expect((await world.store.readVault(TENANT, session.accountId))?.envelopes).toEqual(envelopes);
  });

  it('P21 takes another way, and its owner is told', async () => {
    const dora = await vaultOwner();
    const { world } = dora;
    await dora.puts([SECRET]);
    const [first, before] = [await dora.envelope(0), await dora.kept()];
    await dora.events();
    world.now += 1;
    const added = await dora.adds(byPasskey('key'), 1);
    const second = { ...byPasskey('key'), id: expect.any(String), createdAt: world.now };
    expect(added).toEqual({ version: 2, keyId: 'a-key', envelopes: [first, second], emergencyKey: KEY });
    expect(await dora.kept()).toEqual({ ...before, version: 2, envelopes: [first, second] });
    const { id: envelope } = await dora.envelope(1);
    const event = logged(dora, 'vault.envelope-added', { envelope, kind: 'passkey', passkey: 'key' });
    expect(await dora.events()).toEqual([event]);
    await world.auth.runBackgroundWork();
    expect(world.notices.at(-1)).toEqual({ event, addresses: [DORA], identifiers: [DORA] });
    expect(await dora.adds(SECRET, 2)).toMatchObject({ version: 3, envelopes: [{}, {}, SECRET] });
  });

  it('P21 gives a way up, and keeps the others as they were', async () => {
    const dora = await vaultOwner();
    await dora.puts([SECRET, byPasskey('phone'), EMERGENCY]);
    const before = await dora.kept();
    const [secret, phone, emergency] = [await dora.envelope(0), await dora.envelope(1), await dora.envelope(2)];
    await dora.events();
    const { kid: _, ...shown } = emergency;
    const view = { version: 2, keyId: 'a-key', envelopes: [secret, shown], emergencyKey: KEY };
    expect(await dora.removes(phone.id, 1)).toEqual(view);
    expect(await dora.kept()).toEqual({ ...before, version: 2, envelopes: [secret, emergency] });
    const detail = { envelope: phone.id, kind: 'passkey', passkey: 'phone' };
    expect(await dora.events()).toEqual([logged(dora, 'vault.envelope-removed', detail)]);
    expect(await dora.removes(phone.id, 2)).toEqual(NOT_FOUND);
    expect(await dora.events()).toEqual([]);
  });

  it('P21 that is not there is neither added to nor taken from', async () => {
    const dora = await vaultOwner();
    expect(await dora.adds(SECRET, 0)).toEqual(NOT_FOUND);
    expect(await dora.removes('x', 0)).toEqual(NOT_FOUND);
    expect(await dora.kept()).toBeUndefined();
    expect(await dora.events()).toEqual([]);
  });
});

describe('a change of a vault that is refused', () => {
  it('P21 names another version than there is, earlier or later', async () => {
    const dora = await vaultOwner();
    expect(await dora.puts([SECRET], 1)).toEqual(PRECONDITION);
    await dora.puts([SECRET, EMERGENCY]);
    const [before, { id }] = [await dora.kept(), await dora.envelope(0)];
    await dora.events();
    for (const version of [0, 2]) {
      expect(await dora.puts([SECRET], version)).toEqual(PRECONDITION);
      expect(await dora.adds(SECRET, version)).toEqual(PRECONDITION);
      expect(await dora.removes(id, version)).toEqual(PRECONDITION);
    }
    expect(await dora.kept()).toEqual(before);
    expect(await dora.events()).toEqual([]);
  });

  it('P21 names a passkey that the account does not have, or one twice: the place is told', async () => {
    const dora = await vaultOwner();
    const [none, twice] = ['is no passkey of this account', 'has an envelope already'];
    const refused = async (...ways: Parameters<VaultOwner['puts']>[0]) => dora.puts(ways);
    expect(await refused(SECRET, byPasskey('else'))).toEqual(wrong('envelopes.1.passkeyId', none));
    expect(await refused(byPasskey('phone'), SECRET, byPasskey('phone'))).toEqual(
      wrong('envelopes.2.passkeyId', twice),
    );
    expect(await dora.kept()).toBeUndefined();
    expect(await refused(SECRET, SECRET, byPasskey('phone'), byPasskey('key'))).toMatchObject({ version: 1 });
    expect(await dora.adds(byPasskey('else'), 1)).toEqual(wrong('passkeyId', none));
    expect(await dora.adds(byPasskey('phone'), 1)).toEqual({ refused: 'already-exists' });
    expect(await dora.kept()).toMatchObject({ version: 1 });
  });

  it('P21 would come to more than twenty envelopes', async () => {
    const dora = await vaultOwner();
    await dora.puts(Array.from({ length: 19 }, () => SECRET));
    expect(await dora.adds(SECRET, 1)).toMatchObject({ version: 2 });
    expect(await dora.adds(SECRET, 2)).toEqual(wrong('', 'a vault has at most 20 envelopes'));
    expect((await dora.kept())?.envelopes).toHaveLength(20);
  });

  it('P21 would leave passkeys alone to open it', async () => {
    const dora = await vaultOwner();
    const refused = { refused: 'vault-needs-another-way' };
    expect(await dora.puts([byPasskey('phone'), byPasskey('key')])).toEqual(refused);
    await dora.puts([byPasskey('phone'), SECRET]);
    expect(await dora.removes((await dora.envelope(1)).id, 1)).toEqual(refused);
    expect(await dora.kept()).toMatchObject({ version: 1, envelopes: [byPasskey('phone'), SECRET] });
  });

  it('P21 is made in a session that is over', async () => {
    const dora = await vaultOwner();
    const session = await dora.session();
    await dora.world.auth.sessions.end(dora.client.caller, session);
    const input = { keyId: 'a-key', envelopes: [SECRET], ifVersion: 0 };
    expect(await dora.vault.replace(session, input)).toEqual({ refused: 'no-session' });
    expect(await dora.kept()).toBeUndefined();
  });
});

describe('a change of a vault at the same moment as another', () => {
  it('P21 that names the same version is not written, and its owner is told to read it again', async () => {
    const dora = await vaultOwner();
    await dora.puts([SECRET]);
    const session = await dora.session();
    const adds = (id: string) => dora.vault.addEnvelope(session, { ...byPasskey(id), ifVersion: 1 });
    const done = await Promise.all([adds('phone'), adds('key')]);
    expect(done.filter(isRefusal)).toEqual([PRECONDITION]);
    expect(await dora.kept()).toMatchObject({ version: 2, envelopes: [SECRET, { kind: 'passkey' }] });
  });

  it('P21 is made again beside a change of the account that has nothing to do with it', async () => {
    const dora = await vaultOwner();
    dora.beforeTheNext('commit', () => dora.has({}));
    expect(await dora.puts([SECRET])).toMatchObject({ version: 1, envelopes: [SECRET] });
    expect((await dora.events()).map(({ type }) => type)).toEqual(['vault.created']);
  });

  it('P21 X1 needs the emergency envelope that the floor requires, also under the first policy of a tenant', async () => {
    const dora = await vaultOwner(KEY, { policy: { vault: { emergency: 'required' } }, policyFloor: true });
    const { policy } = dora.world.auth;
    expect(await policy.set('default', {}, { ifVersion: 1, by: hostCode('host') })).toMatchObject({ version: 2 });
    expect(await dora.puts([SECRET])).toEqual({ refused: 'vault-needs-another-way' });
    expect(await dora.puts([SECRET, EMERGENCY])).toMatchObject({ version: 1 });
  });

  it('P21 is judged by the policy in force at its commit, which may ask for an emergency envelope meanwhile', async () => {
    const dora = await vaultOwner();
    const { policy } = dora.world.auth;
    const strict = { emailCodes: { offer: 'always' }, vault: { emergency: 'required' } } as const;
    dora.beforeTheNext('commit', async () =>
      expect(await policy.set('default', strict, { ifVersion: 1, by: hostCode('host') })).toMatchObject({ version: 2 }),
    );
    expect(await dora.puts([SECRET])).toEqual({ refused: 'vault-needs-another-way' });
    expect(await dora.kept()).toBeUndefined();
    expect(await dora.puts([SECRET, EMERGENCY])).toMatchObject({ version: 1 });
  });
});
