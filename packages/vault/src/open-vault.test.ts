import { describe, expect, it } from 'vitest';
import { clientAt, codeOf, passkey, SECRET } from './client.test-support.ts';
import { makeEmergencyKey } from './emergency.ts';
import type { VaultKeys } from './keys/vault-keys.ts';

const PLAIN = new TextEncoder().encode('Only I read this.');
const nothingToCarry = async (): Promise<void> => {};

describe('the ways of a vault', () => {
  it('N11 a second passkey is added, the first goes, and it still opens', async () => {
    const { vaults } = clientAt();
    const [first, second] = [passkey('first'), passkey('second')];
    const vault = await vaults.create([first, SECRET]);
    await vault.addWay(second);
    expect(await codeOf(() => vault.addWay(second))).toBe('way-exists');
    await vault.removeWay(vault.ways.find(({ passkeyId }) => passkeyId === first.passkeyId)?.id ?? '');
    expect((await vaults.open(second)).keyId).toBe(vault.keyId);
    expect(await codeOf(() => vaults.open(first))).toBe('no-such-way');
  });

  it('P21 are never passkeys alone, and nothing is sent then', async () => {
    const { vaults, server } = clientAt();
    expect(await codeOf(() => vaults.create([passkey()]))).toBe('vault-needs-another-way');
    expect(await codeOf(() => vaults.create([]))).toBe('vault-needs-another-way');
    expect(server.received).toEqual([]);
    const vault = await vaults.create([passkey(), SECRET]);
    const [, secret] = vault.ways;
    expect(await codeOf(() => vault.removeWay(secret?.id ?? ''))).toBe('vault-needs-another-way');
    expect(await codeOf(() => vault.replaceKey([passkey()], nothingToCarry))).toBe('vault-needs-another-way');
    expect(server.changes).toBe(1);
    expect(server.vault).toMatchObject({ version: 1, envelopes: [{ kind: 'passkey' }, { kind: 'secret' }] });
  });

  it('P21 another secret takes the place of the old one, and nothing is encrypted again', async () => {
    const { vaults } = clientAt();
    const vault = await vaults.create([SECRET]);
    const note = await vault.seal('notes', '', PLAIN);
    await vault.changeSecret('another walk');
    expect(vault.ways).toHaveLength(1);
    expect(await codeOf(() => vaults.open(SECRET))).toBe('wrong-secret');
    const opened = await vaults.open({ kind: 'secret', secret: 'another walk' });
    expect(await opened.unseal('notes', '', note)).toEqual(PLAIN);
  });

  it('P21 a change of the secret that stops halfway leaves both, and the next one clears up', async () => {
    const { vaults, server } = clientAt();
    const vault = await vaults.create([SECRET]);
    server.refuse = { from: 3, status: 503, code: 'store-unavailable' };
    expect(await codeOf(() => vault.changeSecret('another walk'))).toBe('refused');
    for (const secret of [SECRET.secret, 'another walk']) await vaults.open({ kind: 'secret', secret });
    server.refuse = undefined;
    await vault.changeSecret('a third walk');
    expect(vault.ways).toHaveLength(1);
  });

  it('are 20 at most', async () => {
    const { vaults, server } = clientAt();
    const many = Array.from({ length: 19 }, (_, at) => passkey(`key ${at}`));
    const vault = await vaults.create([SECRET, ...many]);
    expect(await codeOf(() => vault.addWay(passkey('one more')))).toBe('too-many-envelopes');
    const tooMany = [SECRET, ...many, passkey('one more')];
    expect(await codeOf(() => vault.replaceKey(tooMany, nothingToCarry))).toBe('too-many-envelopes');
    expect(await codeOf(() => clientAt().vaults.create(tooMany))).toBe('too-many-envelopes');
    expect(server.vault).toMatchObject({ version: 1, keyId: vault.keyId });
  });

  it('P21 the emergency key is asked for where the host has one and the vault does not know it yet', async () => {
    const key = await makeEmergencyKey();
    const { vaults: before, server } = clientAt();
    expect((await before.create([SECRET])).lacksEmergency).toBe(false);
    server.emergencyKey = { kid: key.kid, publicKey: key.publicKey };
    const vault = await clientAt(server, { emergencyFingerprint: key.kid }).vaults.open(SECRET);
    expect(vault.lacksEmergency).toBe(true);
    await vault.refresh();
    await vault.addWay({ kind: 'emergency' });
    expect(vault.lacksEmergency).toBe(false);
    const next = await makeEmergencyKey();
    server.emergencyKey = { kid: next.kid, publicKey: next.publicKey };
    const later = await clientAt(server, { emergencyFingerprint: next.kid }).vaults.open(SECRET);
    expect(later.lacksEmergency).toBe(true);
  });
});

describe('replacing the key', () => {
  it('N11 carries the data over before anything is replaced, and the old ways are over', async () => {
    const { vaults, server } = clientAt();
    const [lost, kept] = [passkey('lost'), passkey('kept')];
    const vault = await vaults.create([lost, kept, SECRET]);
    let note = await vault.seal('notes', '', PLAIN);
    const before = note;
    const next = await vault.replaceKey([kept, SECRET], async (from: VaultKeys, to: VaultKeys) => {
      expect(server.vault.keyId).toBe(vault.keyId);
      note = await to.seal('notes', '', await from.unseal('notes', '', note));
    });
    expect(next.keyId).not.toBe(vault.keyId);
    const opened = await vaults.open(kept);
    expect(await opened.unseal('notes', '', note)).toEqual(PLAIN);
    expect(await codeOf(() => opened.unseal('notes', '', before))).toBe('data-of-another-key');
    expect(await codeOf(() => vaults.open(lost))).toBe('no-such-way');
    expect(await codeOf(() => vault.refresh())).toBe('key-replaced');
  });

  it('stops where the data cannot be carried over, with nothing changed', async () => {
    const { vaults, server } = clientAt();
    const vault = await vaults.create([SECRET]);
    const carryOver = (): Promise<void> => Promise.reject(new Error('the disk is full'));
    await expect(vault.replaceKey([SECRET], carryOver)).rejects.toThrow('the disk is full');
    expect(server.vault).toMatchObject({ version: 1, keyId: vault.keyId });
    expect((await vaults.open(SECRET)).keyId).toBe(vault.keyId);
  });

  it('N11 two tabs that replace it at once: one wins, the other is told, and nothing is lost', async () => {
    const { vaults, server } = clientAt();
    const [one, other] = [await vaults.create([SECRET]), await vaults.open(SECRET)];
    const results = await Promise.allSettled([one, other].map((tab) => tab.replaceKey([SECRET], nothingToCarry)));
    const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(won).toHaveLength(1);
    expect(lost).toMatchObject([{ name: 'VaultError', code: 'vault-changed' }]);
    expect(server.vault.keyId).toBe(won[0]?.keyId);
    expect((await vaults.open(SECRET)).keyId).toBe(won[0]?.keyId);
  });

  it('two tabs that make a vault at once: one is made', async () => {
    const { vaults, server } = clientAt();
    const results = await Promise.allSettled([vaults.create([SECRET]), vaults.create([SECRET])]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'vault-changed' } });
    expect(server.vault.version).toBe(1);
  });

  it('a way that another tab added first is told as a change, and goes in after a refresh', async () => {
    const { vaults } = clientAt();
    const [one, other] = [await vaults.create([SECRET]), await vaults.open(SECRET)];
    await other.addWay(passkey('quicker'));
    expect(await codeOf(() => one.addWay(passkey('slower')))).toBe('vault-changed');
    await one.refresh();
    await one.addWay(passkey('slower'));
    expect(one.ways).toHaveLength(3);
  });
});
