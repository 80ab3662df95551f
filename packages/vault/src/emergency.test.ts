import { describe, expect, it } from 'vitest';
import { clientAt, codeOf, SECRET } from './client.test-support.ts';
import { emergencyKeyOf, makeEmergencyKey, openEmergencyEnvelope } from './emergency.ts';
import { testServer } from './server.test-support.ts';

async function sealedToEmergency() {
  const key = await makeEmergencyKey();
  const server = testServer();
  server.emergencyKey = { kid: key.kid, publicKey: key.publicKey };
  const { vaults } = clientAt(server, { emergencyFingerprint: key.kid });
  const vault = await vaults.create([SECRET, { kind: 'emergency' }]);
  const sealed = server.vault.envelopes[1]?.sealed ?? '';
  return { key, vault, sealed };
}

describe('the emergency key', () => {
  it('P21 opens a vault with its envelope alone, and says whose it is', async () => {
    const { key, vault, sealed } = await sealedToEmergency();
    const plain = new TextEncoder().encode('Only I read this.');
    const note = await vault.seal('notes', 'one', plain);
    const opened = await openEmergencyEnvelope(sealed, key);
    expect(opened).toMatchObject({ tenant: 'default', account: 'ada', version: 1 });
    expect(opened.keys.keyId).toBe(vault.keyId);
    expect(await opened.keys.unseal('notes', 'one', note)).toEqual(plain);
    const iv = new Uint8Array(12);
    const cipher = { name: 'AES-GCM', iv };
    const own = await crypto.subtle.encrypt(cipher, await vault.key('notes'), plain);
    const subkey = await crypto.subtle.importKey('raw', await opened.subkey('notes'), 'AES-GCM', false, ['decrypt']);
    expect(new Uint8Array(await crypto.subtle.decrypt(cipher, subkey, own))).toEqual(plain);
  });

  it('P21 opens no envelope of another account than expected, and none sealed to another key', async () => {
    const { key, sealed } = await sealedToEmergency();
    const another = await makeEmergencyKey();
    expect(await codeOf(() => openEmergencyEnvelope(sealed, key, { account: 'ben' }))).toBe(
      'envelope-of-another-account',
    );
    expect(await codeOf(() => openEmergencyEnvelope(sealed, key, { tenant: 'acme' }))).toBe(
      'envelope-of-another-tenant',
    );
    expect(await codeOf(() => openEmergencyEnvelope(sealed, another))).toBe('wrong-emergency-key');
    expect(await codeOf(() => openEmergencyEnvelope('', key))).toBe('envelope-malformed');
  });

  it('is read from JSON, if it is whole', async () => {
    const key = await makeEmergencyKey();
    expect(emergencyKeyOf(JSON.parse(JSON.stringify({ ...key, more: 1 })))).toEqual(key);
    const { privateKey, ...publicOnly } = key;
    for (const json of [
      undefined,
      null,
      [],
      {},
      publicOnly,
      { ...key, privateKey: privateKey.slice(2) },
      { ...key, publicKey: 'AA' },
    ]) {
      expect(() => emergencyKeyOf(json)).toThrow('no emergency key');
    }
  });
});
