import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CHEAP, clientAt, codeOf, passkey, SECRET } from './client.test-support.ts';
import { makeEmergencyKey } from './emergency.ts';
import { testServer } from './server.test-support.ts';
import { prfKey } from './ways/passkey.ts';

const PLAIN = new TextEncoder().encode('Only I read this.');

describe('making a vault and opening it', () => {
  it('N11 a passkey opens what it sealed, by its PRF output alone', async () => {
    const { vaults } = clientAt();
    const laptop = passkey();
    const made = await vaults.create([laptop, SECRET]);
    const note = await made.seal('notes', 'one', PLAIN);
    const opened = await vaults.open(laptop);
    expect(await opened.unseal('notes', 'one', note)).toEqual(PLAIN);
    expect(opened.ways.map(({ kind, passkeyId }) => [kind, passkeyId])).toEqual([
      ['passkey', laptop.passkeyId],
      ['secret', undefined],
    ]);
    expect(opened.version).toBe(1);
  });

  it('N11 a PRF output that was made a key, and cannot be read, opens it too', async () => {
    const { vaults } = clientAt();
    const laptop = passkey();
    await vaults.create([laptop, SECRET]);
    const prf = await prfKey(laptop.prf);
    expect(prf.extractable).toBe(false);
    expect((await vaults.open({ ...laptop, prf })).version).toBe(1);
    const other = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
    expect(await codeOf(() => vaults.open({ ...laptop, prf: other }))).toBe('prf-malformed');
  });

  it('P21 the master secret opens it, however its letters were composed', async () => {
    const { vaults } = clientAt();
    const made = await vaults.create([{ kind: 'secret', secret: 'caf\u00e9 at noon' }]);
    const opened = await vaults.open({ kind: 'secret', secret: 'cafe\u0301 at noon' });
    expect(opened.keyId).toBe(made.keyId);
  });

  it('P21 the emergency key opens it, if the host trusted its fingerprint', async () => {
    const key = await makeEmergencyKey();
    const server = testServer();
    server.emergencyKey = { kid: key.kid, publicKey: key.publicKey };
    const { vaults } = clientAt(server, { emergencyFingerprint: key.kid });
    const made = await vaults.create([SECRET, { kind: 'emergency' }]);
    expect(made.lacksEmergency).toBe(false);
    expect((await vaults.open({ kind: 'emergency', key })).keyId).toBe(made.keyId);
    const another = await makeEmergencyKey();
    expect(await codeOf(() => vaults.open({ kind: 'emergency', key: another }))).toBe('wrong-emergency-key');
    const forged = { ...another, kid: key.kid };
    expect(await codeOf(() => vaults.open({ kind: 'emergency', key: forged }))).toBe('envelope-damaged');
  });

  it('P21 the server cannot bring in an emergency key of its own', async () => {
    const [trusted, evil] = [await makeEmergencyKey(), await makeEmergencyKey()];
    const server = testServer();
    const { vaults } = clientAt(server, { emergencyFingerprint: trusted.kid });
    const ways = [SECRET, { kind: 'emergency' }] as const;
    expect(await codeOf(() => vaults.create(ways))).toBe('emergency-key-missing');
    server.emergencyKey = { kid: trusted.kid, publicKey: evil.publicKey };
    expect(await codeOf(() => vaults.create(ways))).toBe('emergency-key-mismatch');
    server.emergencyKey = { kid: trusted.kid, publicKey: 'not a key' };
    expect(await codeOf(() => vaults.create(ways))).toBe('emergency-key-mismatch');
    const without = clientAt(server);
    expect(await codeOf(() => without.vaults.create(ways))).toBe('emergency-key-missing');
    expect(server.received).toEqual([]);
  });

  it('N11 the data key is random: the same ways never make the same key', async () => {
    const laptop = passkey();
    const keyIds = await Promise.all([1, 2].map(async () => (await clientAt().vaults.create([laptop, SECRET])).keyId));
    expect(new Set(keyIds).size).toBe(2);
  });

  it('N11 hands out subkeys by purpose that cannot be read', async () => {
    const vault = await clientAt().vaults.create([SECRET]);
    const [notes, files] = [await vault.key('notes'), await vault.key('files')];
    expect(notes.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', notes)).rejects.toThrow();
    const iv = new Uint8Array(12);
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, notes, PLAIN);
    await expect(crypto.subtle.decrypt({ name: 'AES-GCM', iv }, files, sealed)).rejects.toThrow();
    const again = await vault.key('notes');
    expect(new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, again, sealed))).toEqual(PLAIN);
    expect(await codeOf(() => vault.key(''))).toBe('purpose-malformed');
  });

  it('forgets its key when it is closed, and shows it to nobody before', async () => {
    const vault = await clientAt().vaults.create([SECRET]);
    expect(inspect(vault, { depth: 9, showHidden: true })).not.toMatch(/Uint8Array|CryptoKey/);
    expect(JSON.stringify(vault)).toBe('{}');
    vault.close();
    expect(await codeOf(() => vault.key('notes'))).toBe('vault-closed');
    expect(await codeOf(() => vault.addWay(SECRET))).toBe('vault-closed');
  });

  it('says that there is none, that there is one, and that this way is not in it', async () => {
    const { vaults } = clientAt();
    expect(await codeOf(() => vaults.open(SECRET))).toBe('no-vault');
    expect(await vaults.status()).toEqual({ version: 0, ways: [] });
    await vaults.create([SECRET]);
    expect(await codeOf(() => vaults.create([SECRET]))).toBe('vault-exists');
    expect(await codeOf(() => vaults.open(passkey()))).toBe('no-such-way');
    expect((await vaults.status()).ways).toMatchObject([{ kind: 'secret' }]);
  });

  it('P21 is made anew in the place of one that its owner cannot open, only if that is asked for', async () => {
    const { vaults } = clientAt();
    const old = await vaults.create([SECRET]);
    const ways = [{ kind: 'secret', secret: 'not forgotten again' }] as const;
    expect(await codeOf(() => vaults.create(ways))).toBe('vault-exists');
    const anew = await vaults.startAnew(ways);
    expect(anew.keyId).not.toBe(old.keyId);
    expect(anew.version).toBe(2);
    expect(await codeOf(() => vaults.open(SECRET))).toBe('wrong-secret');
  });

  it('sends nothing that opens anything', async () => {
    const { vaults, server } = clientAt();
    const laptop = passkey();
    const vault = await vaults.create([laptop, SECRET]);
    await vault.addWay(passkey('phone'));
    await vaults.open(SECRET);
    const sent = server.received.join('\n');
    expect(sent).toContain(Buffer.from('laptop').toString('base64url'));
    for (const secret of [Buffer.from(laptop.prf), Buffer.from(SECRET.secret)]) {
      for (const encoding of ['hex', 'base64', 'base64url', 'utf8'] as const) {
        expect(sent).not.toContain(secret.toString(encoding));
      }
    }
  });
});

describe('the cost of a secret', () => {
  it('P21 is in the envelope, and renewed at the opening that finds it too low', async () => {
    const server = testServer();
    await clientAt(server).vaults.create([SECRET]);
    const dearer = { ...CHEAP, passes: 2 };
    const vault = await clientAt(server, { argon2: dearer }).vaults.open(SECRET);
    expect(vault.ways).toHaveLength(1);
    expect(argon2In(server.vault.envelopes[0]?.sealed ?? '')).toEqual(dearer);
    expect(vault.version).toBe(3);
    expect((await clientAt(server).vaults.open(SECRET)).version).toBe(3);
  });

  it('P21 stays as it is where the server refuses, and the vault opens all the same', async () => {
    const server = testServer();
    await clientAt(server).vaults.create([SECRET]);
    server.refuse = { from: 2, status: 401, code: 'insufficient-strength' };
    const vault = await clientAt(server, { argon2: { ...CHEAP, passes: 2 } }).vaults.open(SECRET);
    expect(argon2In(server.vault.envelopes[0]?.sealed ?? '')).toEqual(CHEAP);
    expect(await vault.unseal('notes', '', await vault.seal('notes', '', PLAIN))).toEqual(PLAIN);
  });

  it('is refused in a client that would make guessing cheap', () => {
    expect(() => clientAt(testServer(), { argon2: { memory: 1_024, passes: 1, lanes: 1 } })).toThrow('Argon2');
  });
});

function argon2In(sealed: string): unknown {
  const bytes = Buffer.from(sealed, 'base64url');
  return JSON.parse(bytes.subarray(3, 3 + bytes.readUInt16BE(1)).toString()).argon2;
}
