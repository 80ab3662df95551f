import { describe, expect, it } from 'vitest';
import { clientAt, codeOf, passkey, SECRET } from './client.test-support.ts';
import { storageMemory } from './memory.ts';
import { testServer } from './server.test-support.ts';

const nothingToCarry = async (): Promise<void> => {};

describe('a server that goes back', () => {
  const remembering = () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
    };
    return { storage, kept };
  };

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
