import { describe, expect, it } from 'vitest';
import { CHEAP, clientAt, codeOf, passkey, SECRET } from '../client.test-support.ts';
import { makeEmergencyKey } from '../emergency.ts';
import { fromBase64url, toBase64url } from '../encoding/base64url.ts';
import { keyIdOf, newDataKey } from '../keys/data-key.ts';
import { testServer } from '../server.test-support.ts';
import type { StoredVault } from '../transport/transport.ts';
import type { EmergencyKey } from '../ways/emergency-key.ts';
import type { NewWay, OpeningWay } from '../ways/way.ts';
import { openEnvelope } from './open-envelope.ts';
import { sealEnvelope } from './seal-envelope.ts';

const OWNER = { tenant: 'default', account: 'ada' } as const;

async function sealed(way: NewWay, key?: EmergencyKey): Promise<string> {
  const dataKey = newDataKey();
  const place = { ...OWNER, keyId: await keyIdOf(dataKey, OWNER), version: 1 };
  const publicKey = fromBase64url(key?.publicKey ?? '') ?? new Uint8Array();
  const means = { argon2: CHEAP, emergencyKey: async () => ({ kid: key?.kid ?? '', publicKey }) };
  return (await sealEnvelope(dataKey, way, place, means)).sealed;
}

/** The envelope with one flipped bit, for every `step`-th byte from a random byte on. */
function* flipped(envelope: string, step = 1): Generator<{ readonly at: number; readonly envelope: string }> {
  const bytes = fromBase64url(envelope) ?? new Uint8Array();
  for (let at = Math.floor(Math.random() * step); at < bytes.length; at += step) {
    const spoiled = bytes.slice();
    spoiled[at] = (spoiled[at] ?? 0) ^ (1 << (at % 8));
    yield { at, envelope: toBase64url(spoiled) };
  }
}

/** The envelope with changed members in its header, as a server could write the envelope. */
function rewritten(envelope: string, members: object): string {
  const bytes = Buffer.from(envelope, 'base64url');
  const end = 3 + bytes.readUInt16BE(1);
  const header = Buffer.from(JSON.stringify({ ...JSON.parse(bytes.subarray(3, end).toString()), ...members }));
  const head = Buffer.from([1, header.length >> 8, header.length & 0xff]);
  return Buffer.concat([head, header, bytes.subarray(end)]).toString('base64url');
}

const TOLD = [
  'envelope-malformed',
  'envelope-damaged',
  'format-newer',
  'envelope-of-another-tenant',
  'envelope-of-another-account',
  'envelope-of-another-passkey',
  'envelope-of-another-way',
  'argon2-parameters-refused',
];

describe('an envelope that was changed', () => {
  it('N11 never opens, whichever byte of a passkey’s it is', async () => {
    const way = passkey();
    const envelope = await sealed(way);
    for (const { at, envelope: spoiled } of flipped(envelope)) {
      const code = await codeOf(() => openEnvelope(spoiled, way, OWNER));
      expect([...TOLD, 'wrong-passkey'], `byte ${at}`).toContain(code);
    }
    await openEnvelope(envelope, way, OWNER);
  });

  it('P21 never opens, whichever byte of a secret’s it is', async () => {
    const envelope = await sealed(SECRET);
    for (const { at, envelope: spoiled } of flipped(envelope, 12)) {
      const code = await codeOf(() => openEnvelope(spoiled, SECRET, OWNER));
      expect([...TOLD, 'wrong-secret'], `byte ${at}`).toContain(code);
    }
    await openEnvelope(envelope, SECRET, OWNER);
  });

  it('P21 never opens, whichever byte of the emergency one it is', async () => {
    const key = await makeEmergencyKey();
    const envelope = await sealed({ kind: 'emergency' }, key);
    for (const { at, envelope: spoiled } of flipped(envelope)) {
      const code = await codeOf(() => openEnvelope(spoiled, { kind: 'emergency', key }, OWNER));
      expect([...TOLD, 'wrong-emergency-key'], `byte ${at}`).toContain(code);
    }
    await openEnvelope(envelope, { kind: 'emergency', key }, OWNER);
  });

  it('N11 is told from a wrong way by every byte of what is sealed', async () => {
    const way = passkey();
    const envelope = await sealed(way);
    const bytes = fromBase64url(envelope) ?? new Uint8Array();
    const afterCommitment = bytes.length - 60;
    for (const { at, envelope: spoiled } of flipped(envelope)) {
      if (at < afterCommitment) continue;
      expect(await codeOf(() => openEnvelope(spoiled, way, OWNER))).toBe('envelope-damaged');
    }
  });

  it('is refused cut off anywhere, and with anything behind it', async () => {
    const way = passkey();
    const envelope = await sealed(way);
    const bytes = fromBase64url(envelope) ?? new Uint8Array();
    for (let length = 0; length < bytes.length; length += 1) {
      const code = await codeOf(() => openEnvelope(toBase64url(bytes.slice(0, length)), way, OWNER));
      expect(code, `${length} bytes`).toBe('envelope-malformed');
    }
    expect(await codeOf(() => openEnvelope(`${envelope}AAAA`, way, OWNER))).toBe('envelope-malformed');
    for (const text of ['', '=', 'a', 'AQ=', 'not base64!', `${envelope}\n`]) {
      expect(await codeOf(() => openEnvelope(text, way, OWNER)), text).toBe('envelope-malformed');
    }
  });

  it('N11 says that it is from a newer format before it looks further', async () => {
    const bytes = new Uint8Array([2, 255, 255, 1, 2, 3]);
    expect(await codeOf(() => openEnvelope(toBase64url(bytes), SECRET, OWNER))).toBe('format-newer');
  });

  it('P21 costs no more than the bounds of Argon2, whatever a server writes into it', async () => {
    const envelope = await sealed(SECRET);
    for (const argon2 of [
      { ...CHEAP, memory: 2 ** 31 },
      { ...CHEAP, memory: 8 },
      { ...CHEAP, passes: 10_000 },
      { ...CHEAP, lanes: 0 },
      { ...CHEAP, memory: 8_192.5 },
      {},
    ]) {
      const code = await codeOf(() => openEnvelope(rewritten(envelope, { argon2 }), SECRET, OWNER));
      expect(['argon2-parameters-refused', 'envelope-malformed']).toContain(code);
    }
  });

  it('N11 takes the longest credential id there is, of 1,023 bytes', async () => {
    const { vaults, server } = clientAt();
    const longest = { ...passkey(), passkeyId: Buffer.alloc(1_023, 1).toString('base64url') };
    const vault = await vaults.create([longest, SECRET]);
    expect(server.vault.envelopes[0]?.sealed.length).toBeLessThan(4_096);
    expect((await vaults.open(longest)).keyId).toBe(vault.keyId);
  });

  it('N11 is too large with a name that is too long, and is not sent then', async () => {
    const { vaults, server } = clientAt(testServer(), { account: 'a'.repeat(4_000) });
    expect(await codeOf(() => vaults.create([SECRET]))).toBe('envelope-too-large');
    expect(server.received).toEqual([]);
  });
});

describe('an envelope of somebody else', () => {
  const way = passkey();
  const ways: readonly (OpeningWay & NewWay)[] = [way, SECRET];

  it.each([
    {
      which: 'another account',
      owner: { ...OWNER, account: 'ben' },
      code: 'envelope-of-another-account',
      told: { account: 'ben' },
    },
    {
      which: 'another tenant',
      owner: { ...OWNER, tenant: 'acme' },
      code: 'envelope-of-another-tenant',
      told: { tenant: 'acme' },
    },
  ])('N11 of $which does not open, nor does it with a name that was changed to fit', async ({ owner, code, told }) => {
    for (const each of ways) {
      const envelope = await sealed(each);
      expect(await codeOf(() => openEnvelope(envelope, each, owner))).toBe(code);
      const renamed = rewritten(envelope, told);
      const wrong = each.kind === 'passkey' ? 'wrong-passkey' : 'wrong-secret';
      expect(await codeOf(() => openEnvelope(renamed, each, owner))).toBe(wrong);
    }
  });

  it('N11 of another passkey does not open, nor does it with its id changed', async () => {
    const other = { ...way, passkeyId: 'b3RoZXI' };
    const envelope = await sealed(way);
    expect(await codeOf(() => openEnvelope(envelope, other, OWNER))).toBe('envelope-of-another-passkey');
    const renamed = rewritten(envelope, { passkeyId: other.passkeyId });
    expect(await codeOf(() => openEnvelope(renamed, other, OWNER))).toBe('wrong-passkey');
    expect(await codeOf(() => openEnvelope(envelope, SECRET, OWNER))).toBe('envelope-of-another-way');
  });

  it('N11 of another version, or key, is damaged where its header was changed to fit', async () => {
    const envelope = await sealed(way);
    for (const members of [{ version: 2 }, { keyId: await keyIdOf(newDataKey(), OWNER) }, { extra: 1 }]) {
      expect(await codeOf(() => openEnvelope(rewritten(envelope, members), way, OWNER))).toBe('envelope-damaged');
    }
  });

  it('N11 of another key of the same account is not taken in a vault', async () => {
    const server = testServer();
    const { vaults } = clientAt(server);
    const vault = await vaults.create([way, SECRET]);
    const before = server.vault;
    await vault.replaceKey([way, SECRET], async () => {});
    const mixed: StoredVault = { ...server.vault, envelopes: before.envelopes };
    const after = server.vault;
    server.vault = mixed;
    for (const each of ways) expect(await codeOf(() => vaults.open(each))).toBe('envelope-of-another-key');
    server.vault = after;
    await vaults.open(way);
  });
});

describe('a way that lacks what it needs', () => {
  it.each([
    { lacks: 'no PRF output', prf: undefined, code: 'prf-missing' },
    { lacks: '31 bytes', prf: new Uint8Array(31), code: 'prf-malformed' },
    { lacks: '33 bytes', prf: new Uint8Array(33), code: 'prf-malformed' },
    { lacks: 'no bytes', prf: new ArrayBuffer(0), code: 'prf-malformed' },
    { lacks: 'another PRF output', prf: new Uint8Array(32), code: 'wrong-passkey' },
  ])('N11 $lacks: told as $code, and nothing changes', async ({ prf, code }) => {
    const { vaults, server } = clientAt();
    const laptop = passkey();
    const vault = await vaults.create([laptop, SECRET]);
    expect(await codeOf(() => vaults.open({ ...laptop, prf }))).toBe(code);
    if (code !== 'wrong-passkey') {
      expect(await codeOf(() => vault.addWay({ ...passkey('new'), prf }))).toBe(code);
      expect(await codeOf(() => vault.replaceKey([SECRET, { ...laptop, prf }], async () => {}))).toBe(code);
    }
    expect(server.vault.version).toBe(1);
    await vaults.open(laptop);
  });

  it.each([
    { secret: '', code: 'secret-malformed' },
    { secret: 'half of \ud83c', code: 'secret-malformed' },
    { secret: 'a long walk by the lake', code: 'wrong-secret' },
    { secret: ' a long walk by the sea', code: 'wrong-secret' },
  ])('P21 the secret “$secret” is told as $code', async ({ secret, code }) => {
    const { vaults } = clientAt();
    await vaults.create([SECRET]);
    expect(await codeOf(() => vaults.open({ kind: 'secret', secret }))).toBe(code);
    await vaults.open(SECRET);
  });

  it('P21 a damaged envelope hides no other that opens', async () => {
    const { vaults, server } = clientAt();
    const vault = await vaults.create([SECRET]);
    await vault.addWay(SECRET);
    const [first, second] = server.vault.envelopes;
    if (first === undefined || second === undefined) throw new Error('There are not two envelopes');
    server.vault = { ...server.vault, envelopes: [first, { ...second, sealed: second.sealed.slice(4) }] };
    expect((await vaults.open(SECRET)).keyId).toBe(vault.keyId);
  });
});
