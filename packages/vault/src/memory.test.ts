import { describe, expect, it } from 'vitest';
import { CHEAP, clientAt, codeOf, passkey, SECRET } from './client.test-support.ts';
import { makeEmergencyKey } from './emergency.ts';
import { sealEnvelope } from './envelope/seal-envelope.ts';
import { keyIdOf, newDataKey } from './keys/data-key.ts';
import { storageMemory, type VaultMemory } from './memory.ts';
import type { OpenVault } from './open-vault.ts';
import { type TestServer, testServer } from './server.test-support.ts';
import { fetchTransport } from './transport/fetch-transport.ts';
import type { StoredVault, VaultTransport } from './transport/transport.ts';

const nothingToCarry = async (): Promise<void> => {};

const remembering = () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
  return { storage, kept };
};

describe('a server that goes back', () => {
  it('N11 is noticed by a client that remembers, and by no other', async () => {
    const { storage } = remembering();
    const memory = storageMemory(storage, { tenant: 'default', account: 'ada' });
    const server = testServer();
    const { vaults } = clientAt(server, { memory });
    const vault = await vaults.create([SECRET]);
    const old = server.vault;
    await vault.addWay(passkey());
    server.vault = old;
    expect(await codeOf(() => vaults.open(SECRET))).toBe('vault-rolled-back');
    expect(await codeOf(() => vaults.status())).toBe('vault-rolled-back');
    expect((await clientAt(server).vaults.open(SECRET)).version).toBe(1);
    server.vault = { version: 0, envelopes: [] };
    expect(await codeOf(() => vaults.create([SECRET]))).toBe('vault-rolled-back');
  });

  it('N11 is noticed where it gives an old key a new version', async () => {
    const memory = storageMemory(remembering().storage, { tenant: 'default', account: 'ada' });
    const server = testServer();
    const { vaults } = clientAt(server, { memory });
    const vault = await vaults.create([SECRET]);
    const old = server.vault;
    await vault.replaceKey([SECRET], nothingToCarry);
    server.vault = { ...old, version: 9 };
    expect(await codeOf(() => vaults.open(SECRET))).toBe('vault-rolled-back');
    server.vault = { ...server.vault, version: 2 };
    expect(await codeOf(() => vaults.open(SECRET))).toBe('vault-rolled-back');
  });

  it('N11 is noticed by any client where an envelope is newer than the vault', async () => {
    const server = testServer();
    const { vaults } = clientAt(server);
    const vault = await vaults.create([SECRET]);
    await vault.changeSecret('another walk');
    server.vault = { ...server.vault, version: 1 };
    expect(await codeOf(() => vaults.open({ kind: 'secret', secret: 'another walk' }))).toBe('vault-rolled-back');
  });

  it('what cannot be read in storage counts as nothing seen', async () => {
    const { storage, kept } = remembering();
    const memory = storageMemory(storage, { tenant: 'default', account: 'ada' });
    const { vaults } = clientAt(testServer(), { memory });
    await vaults.create([SECRET]);
    const [name] = [...kept.keys()];
    kept.set(name ?? '', 'spoiled');
    expect((await vaults.open(SECRET)).version).toBe(1);
  });
});

const OWNER = { tenant: 'default', account: 'ada' };

/** A transport that passes the server's answers to changes through `lie`. */
function lyingAt(server: TestServer, lie: (honest: StoredVault) => StoredVault): VaultTransport {
  const honest = fetchTransport({ fetch: server.fetch });
  return {
    load: () => honest.load(),
    replace: async (version, vault) => lie(await honest.replace(version, vault)),
    add: async (version, envelope) => lie(await honest.add(version, envelope)),
    remove: async (version, id) => lie(await honest.remove(version, id)),
  };
}

/** A vault at version 2 with two secrets, its server, the client's memory, and a hook for the server's later answers to changes. */
async function vaultAtTwo() {
  const server = testServer();
  const memory = storageMemory(remembering().storage, OWNER);
  const answers: { lie: (honest: StoredVault) => StoredVault } = { lie: (honest) => honest };
  const transport = lyingAt(server, (honest) => answers.lie(honest));
  const { vaults } = clientAt(server, { memory, transport });
  const vault = await vaults.create([SECRET]);
  const old = server.vault;
  await vault.addWay({ kind: 'secret', secret: 'another walk' });
  return { server, memory, answers, vaults, vault, old };
}

const changes: readonly { readonly name: string; readonly change: (vault: OpenVault) => Promise<unknown> }[] = [
  { name: 'a way is added', change: (vault) => vault.addWay(passkey()) },
  { name: 'a way is removed', change: (vault) => vault.removeWay(vault.ways[0]?.id ?? '') },
  { name: 'the key is replaced', change: (vault) => vault.replaceKey([SECRET], nothingToCarry) },
];

describe.each(changes)('the server’s answer when $name', ({ change }) => {
  it('N11 is taken over if it is the vault that was sent, at the next version', async () => {
    const { vault, vaults, memory } = await vaultAtTwo();
    await change(vault);
    expect(await memory.recall()).toMatchObject({ version: 3 });
    expect(
      (await vaults.open({ kind: 'secret', secret: 'another walk' }).catch(() => vaults.open(SECRET))).version,
    ).toBe(3);
  });

  it.each<{ readonly name: string; readonly lie: (honest: StoredVault, old: StoredVault) => StoredVault }>([
    { name: 'an older vault', lie: (_, old) => old },
    { name: 'the version before', lie: (honest) => ({ ...honest, version: 2 }) },
    { name: 'a version that is one too many', lie: (honest) => ({ ...honest, version: 4 }) },
    { name: 'another key', lie: (honest) => ({ ...honest, keyId: 'another' }) },
    { name: 'no key', lie: ({ version, envelopes }) => ({ version, envelopes }) },
    { name: 'an envelope less', lie: (honest) => ({ ...honest, envelopes: honest.envelopes.slice(1) }) },
    {
      name: 'an envelope twice',
      lie: (honest) => ({ ...honest, envelopes: [...honest.envelopes, ...honest.envelopes.slice(-1)] }),
    },
    {
      name: 'an envelope of the server’s own',
      lie: (honest, old) => ({
        ...honest,
        envelopes: honest.envelopes.map((envelope, at) =>
          at === 0 ? { ...envelope, sealed: `${old.envelopes[0]?.sealed}A` } : envelope,
        ),
      }),
    },
    {
      name: 'an envelope of another kind',
      lie: (honest) => ({
        ...honest,
        envelopes: honest.envelopes.map((envelope) => ({ ...envelope, kind: 'emergency' })),
      }),
    },
    {
      name: 'an envelope of another passkey',
      lie: (honest) => ({ ...honest, envelopes: honest.envelopes.map((each) => ({ ...each, passkeyId: 'another' })) }),
    },
  ])('N11 is refused and not remembered if it is $name', async ({ lie }) => {
    const { vault, memory, answers, old } = await vaultAtTwo();
    const before = { version: vault.version, keyId: vault.keyId, ways: vault.ways };
    answers.lie = (honest) => lie(honest, old);
    expect(await codeOf(() => change(vault))).toBe('change-not-kept');
    expect(await memory.recall()).toEqual({ version: 2, keyId: vault.keyId });
    expect({ version: vault.version, keyId: vault.keyId, ways: vault.ways }).toEqual(before);
  });
});

describe('what a client remembers', () => {
  it('N11 an answer to a change opens no way back to an older vault', async () => {
    const { vault, vaults, answers, server, old } = await vaultAtTwo();
    answers.lie = () => old;
    expect(await codeOf(() => vault.addWay(passkey()))).toBe('change-not-kept');
    server.vault = old;
    expect(await codeOf(() => vaults.open(SECRET))).toBe('vault-rolled-back');
  });

  it('N11 is refused for a vault that is made, too', async () => {
    const server = testServer();
    const kept: unknown[] = [];
    const memory: VaultMemory = { recall: () => undefined, remember: (mark) => void kept.push(mark) };
    const transport = lyingAt(server, (honest) => ({ ...honest, keyId: 'another' }));
    expect(await codeOf(() => clientAt(server, { memory, transport }).vaults.create([SECRET]))).toBe('change-not-kept');
    expect(kept).toEqual([]);
  });

  it('N11 never goes down where another tab was quicker', async () => {
    const { server, memory, vault } = await vaultAtTwo();
    const honest = fetchTransport({ fetch: server.fetch });
    const stale = await honest.load();
    await vault.addWay(passkey());
    // The other tab loaded the vault before the change, and opens the vault after the change.
    const seen: { version: number; keyId: string }[] = [{ version: 2, keyId: vault.keyId }];
    const slow: VaultMemory = {
      recall: () => seen.shift() ?? memory.recall(),
      remember: (mark) => memory.remember(mark),
    };
    const transport = { ...honest, load: async () => stale };
    await clientAt(server, { memory: slow, transport })
      .vaults.open(SECRET)
      .catch(() => {});
    expect(await memory.recall()).toMatchObject({ version: 3 });
  });

  it('N11 an open vault notices by itself that the server goes back', async () => {
    const server = testServer();
    const vault = await clientAt(server).vaults.create([SECRET]);
    const old = server.vault;
    await vault.addWay(passkey());
    await vault.refresh();
    server.vault = old;
    expect(await codeOf(() => vault.refresh())).toBe('vault-rolled-back');
    expect(vault.version).toBe(2);
  });
});

describe('a data key that the server chose', () => {
  /** A vault with an emergency way that the client remembers, and the same vault with a data key that the server chose. */
  async function twoVaults() {
    const key = await makeEmergencyKey();
    const server = testServer();
    server.emergencyKey = { kid: key.kid, publicKey: key.publicKey };
    const memory = storageMemory(remembering().storage, OWNER);
    const means = { emergencyFingerprint: key.kid };
    const { vaults } = clientAt(server, { ...means, memory });
    const vault = await vaults.create([SECRET, { kind: 'emergency' }]);
    const chosen = newDataKey();
    const keyId = await keyIdOf(chosen, OWNER);
    const emergencyKey = async () => ({
      kid: key.kid,
      publicKey: new Uint8Array(Buffer.from(key.publicKey, 'base64url')),
    });
    const place = { ...OWNER, keyId, version: 7 };
    const sealed = await sealEnvelope(chosen, { kind: 'emergency' }, place, { argon2: CHEAP, emergencyKey });
    const forged: StoredVault = { version: 7, keyId, envelopes: [{ ...sealed, id: 'forged', createdAt: '' }] };
    return { key, server, memory, vaults, vault, forged, means };
  }

  it('N11 is not taken over by the emergency key, where the client remembers another', async () => {
    const { key, server, memory, vaults, vault, forged } = await twoVaults();
    server.vault = forged;
    expect(await codeOf(() => vaults.open({ kind: 'emergency', key }))).toBe('envelope-of-another-key');
    expect(await memory.recall()).toEqual({ version: 1, keyId: vault.keyId });
  });

  it('P21 the emergency key opens the vault that the client remembers, at a later version as well', async () => {
    const { key, vaults, vault } = await twoVaults();
    await vault.addWay(passkey());
    expect((await vaults.open({ kind: 'emergency', key })).keyId).toBe(vault.keyId);
  });

  it('N11 a key that was replaced elsewhere is taken over by the ways that only their owner can seal for', async () => {
    const { key, server, vaults, means } = await twoVaults();
    const elsewhere = await clientAt(server, means).vaults.open(SECRET);
    const replaced = await elsewhere.replaceKey([SECRET, { kind: 'emergency' }], nothingToCarry);
    expect(await codeOf(() => vaults.open({ kind: 'emergency', key }))).toBe('envelope-of-another-key');
    expect((await vaults.open(SECRET)).keyId).toBe(replaced.keyId);
    expect((await vaults.open({ kind: 'emergency', key })).keyId).toBe(replaced.keyId);
  });
});
