import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeMap } from './cbor.ts';
import { isCredentialKey, readCredentialKey } from './credential-key.ts';
import { credentialKeyOf } from './foreign-key.ts';
import { postQuantumProblem } from './post-quantum.ts';

/** A SubjectPublicKeyInfo of ML-DSA-44 as Node 24 writes it, with these bytes as the key. */
const spkiOf = (key: Buffer): Buffer =>
  Buffer.concat([Buffer.from('30820532300b06096086480165030403110382052100', 'hex'), key]);
const pemOf = (der: Buffer): string =>
  `-----BEGIN PUBLIC KEY-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PUBLIC KEY-----\n`;
/** {1: 7, 3: -48, -1: bytes} (RFC 9964 §3). */
const coseOf = (key: Buffer): Buffer => Buffer.concat([Buffer.from('a3010703382f20590520', 'hex'), key]);

const PUB = Buffer.alloc(1312, 0xa7);
const FORMS: readonly [string, unknown][] = [
  ['COSE', coseOf(PUB)],
  ['COSE in base64url', coseOf(PUB).toString('base64url')],
  ['SPKI', spkiOf(PUB)],
  ['SPKI in base64', spkiOf(PUB).toString('base64')],
  ['SPKI in PEM', pemOf(spkiOf(PUB))],
  ['a JWK', { kty: 'AKP', alg: 'ML-DSA-44', pub: PUB.toString('base64url') }],
];

const problem = postQuantumProblem();

describe.skipIf(problem === undefined)('a runtime without ML-DSA-44', () => {
  it('X43 says which version it needs, and which this is', () => {
    expect(problem).toContain('Node 24.6');
    expect(problem).toContain(process.versions.node);
    expect(problem).toContain(process.versions.openssl);
  });

  it.each(FORMS)('X43 knows a key that it cannot use: %s', async (_, given) => {
    expect(await credentialKeyOf(given)).toEqual({ fault: 'post-quantum' });
    expect(isCredentialKey(coseOf(PUB).toString('base64url'))).toBe(false);
  });
});

describe.skipIf(problem !== undefined)('a runtime with ML-DSA-44', () => {
  it.each(FORMS)('X43 reads a key: %s', async (_, given) => {
    expect(await credentialKeyOf(given)).toEqual({ key: coseOf(PUB).toString('base64url') });
  });

  it('X43 verifies a signature, and no other', () => {
    const { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject } = Reflect.apply(
      generateKeyPairSync,
      undefined,
      ['ml-dsa-44'],
    );
    const pub = publicKey.export({ format: 'der', type: 'spki' }).subarray(22);
    const key = readCredentialKey(decodeMap(coseOf(pub)));
    const signature = sign(null, Buffer.from('signed'), privateKey);
    expect(key.verifies(Buffer.from('signed'), signature)).toBe(true);
    expect(key.verifies(Buffer.from('other'), signature)).toBe(false);
    expect(key.verifies(Buffer.from('signed'), signature.subarray(1))).toBe(false);
  });
});

describe('a key of ML-DSA-44', () => {
  it.each([
    ['a byte too short', coseOf(PUB.subarray(1))],
    ['of another type', Buffer.concat([Buffer.from('a30103', 'hex'), coseOf(PUB).subarray(3)])],
    ['of another algorithm of its type', Buffer.concat([Buffer.from('a30107033830', 'hex'), coseOf(PUB).subarray(6)])],
  ])('X43 is none, if it is %s', async (_, given) => {
    expect(await credentialKeyOf(given)).toEqual({ fault: 'no-key' });
  });
});
