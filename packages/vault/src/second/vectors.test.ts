import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromBase64url } from '../encoding/base64url.ts';
import { openEnvelope } from '../envelope/open-envelope.ts';
import { sealEnvelope } from '../envelope/seal-envelope.ts';
import { HeldKey } from '../keys/vault-keys.ts';
import type { NewWay, OpeningWay } from '../ways/way.ts';
import {
  readData,
  readEnvelope,
  type SecondWay,
  secondFingerprint,
  secondKeyId,
  secondSubkey,
} from './read.test-support.ts';

interface Key {
  readonly kid: string;
  readonly publicKey: string;
  readonly privateKey: string;
}

type VectorWay =
  | { readonly kind: 'passkey'; readonly passkeyId: string; readonly prf: string }
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'emergency'; readonly key: Key };

interface Vectors {
  readonly tenant: string;
  readonly account: string;
  readonly dataKey: string;
  readonly keyId: string;
  readonly subkeys: readonly { readonly purpose: string; readonly key: string }[];
  readonly envelopes: readonly {
    readonly way: VectorWay;
    readonly header: object;
    readonly sealed: string;
    readonly argon2?: string;
    readonly wrappingKey?: string;
    readonly commitment?: string;
  }[];
  readonly data: readonly {
    readonly purpose: string;
    readonly name: string;
    readonly plain: string;
    readonly sealed: string;
  }[];
}

const vectors: Vectors = JSON.parse(readFileSync(new URL('../vectors/vectors.json', import.meta.url), 'utf8'));
const { tenant, account, keyId } = vectors;
const dataKey = Buffer.from(vectors.dataKey, 'base64url');
const bytes = (text: string): Uint8Array<ArrayBuffer> => fromBase64url(text) ?? new Uint8Array();
const text = (each: Uint8Array | undefined): string | undefined =>
  each === undefined ? undefined : Buffer.from(each).toString('base64url');

function ours(way: VectorWay): OpeningWay & NewWay {
  return way.kind === 'passkey' ? { ...way, prf: bytes(way.prf) } : way;
}

function seconds(way: VectorWay): SecondWay {
  if (way.kind === 'passkey') return { kind: way.kind, prf: Buffer.from(way.prf, 'base64url') };
  return way.kind === 'secret' ? way : { kind: way.kind, privateKey: Buffer.from(way.key.privateKey, 'base64url') };
}

describe('the vectors of the format', () => {
  it.each(vectors.envelopes)('N11 an envelope by $way.kind is read by both implementations', async (vector) => {
    const { dataKey: found, header, ...steps } = readEnvelope(vector.sealed, seconds(vector.way));
    expect(text(found)).toBe(vectors.dataKey);
    expect(header).toEqual(vector.header);
    for (const step of ['argon2', 'wrappingKey', 'commitment'] as const) expect(text(steps[step])).toBe(vector[step]);
    const opened = await openEnvelope(vector.sealed, ours(vector.way), { tenant, account });
    expect(text(opened.dataKey)).toBe(vectors.dataKey);
    expect(opened.header).toEqual(vector.header);
  });

  it('N11 the key id and the subkeys are the same', async () => {
    expect(secondKeyId(dataKey, tenant, account)).toBe(keyId);
    for (const { purpose, key } of vectors.subkeys)
      expect(text(secondSubkey(dataKey, tenant, account, purpose))).toBe(key);
    expect((await HeldKey.of({ tenant, account }, bytes(vectors.dataKey))).keyId).toBe(keyId);
  });

  it.each(vectors.data)('N11 data under $purpose is read by both', async ({ purpose, name, plain, sealed }) => {
    const subkey = secondSubkey(dataKey, tenant, account, purpose);
    const label = { tenant, account, purpose, name };
    expect(readData(Buffer.from(sealed, 'base64url'), subkey, label).toString('utf8')).toBe(plain);
    const held = await HeldKey.of({ tenant, account }, bytes(vectors.dataKey));
    expect(new TextDecoder().decode(await held.unseal(purpose, name, bytes(sealed)))).toBe(plain);
  });

  it('P21 the emergency key is named by the hash of its public part', () => {
    const [key] = vectors.envelopes.flatMap(({ way }) => (way.kind === 'emergency' ? [way.key] : []));
    expect(secondFingerprint(Buffer.from(key?.publicKey ?? '', 'base64url'))).toBe(key?.kid);
  });

  it.each(vectors.envelopes)(
    'N11 what is sealed anew by $way.kind, the second implementation reads',
    async ({ way }) => {
      const place = { tenant, account, keyId, version: 9 };
      const { sealed } = await sealEnvelope(bytes(vectors.dataKey), ours(way), place, {
        argon2: { memory: 8_192, passes: 1, lanes: 1 },
        emergencyKey: async () => {
          if (way.kind !== 'emergency') throw new Error('no emergency key is needed here');
          return { kid: way.key.kid, publicKey: bytes(way.key.publicKey) };
        },
      });
      const read = readEnvelope(sealed, seconds(way));
      expect(text(read.dataKey)).toBe(vectors.dataKey);
      expect(read.header).toMatchObject(place);
    },
  );
});
