import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeMap } from './cbor.ts';
import { readCredentialKey } from './credential-key.ts';
import { credentialKeyOf } from './foreign-key.ts';

const KEYS: readonly [string, number, KeyObject][] = [
  ['P-256', -7, generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey],
  ['P-384', -35, generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey],
  ['P-521', -36, generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey],
  ['Ed25519', -8, generateKeyPairSync('ed25519').publicKey],
  ['RSA', -257, generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey],
];

async function keyOf(given: unknown): Promise<string> {
  const read = await credentialKeyOf(given);
  if ('fault' in read) throw new Error(read.fault);
  return read.key;
}

describe('the public key of another library', () => {
  it.each(KEYS)('X43 is read in each form that libraries keep: %s', async (_, alg, key) => {
    const der = key.export({ format: 'der', type: 'spki' });
    const jwk = key.export({ format: 'jwk' });
    const cose = await keyOf(der.toString('base64url'));
    const read = readCredentialKey(decodeMap(Buffer.from(cose, 'base64url')));
    expect(read.alg).toBe(alg);
    expect(read.key.equals(key)).toBe(true);
    const bytes = Buffer.from(cose, 'base64url');
    const forms: readonly unknown[] = [
      ...[key.export({ format: 'pem', type: 'spki' }), der.toString('base64'), der.toString('hex'), der],
      ...[new Uint8Array(der), JSON.parse(JSON.stringify(der)), jwk, JSON.stringify(jwk)],
      ...[cose, bytes, bytes.toString('base64'), bytes.toString('hex'), JSON.parse(JSON.stringify(bytes))],
    ];
    for (const form of forms) expect(await keyOf(form)).toBe(cose);
  });

  it('X43 keeps the algorithm that a JWK names', async () => {
    const jwk = { ...KEYS[4]?.[2].export({ format: 'jwk' }), alg: 'PS256' };
    const cose = await keyOf(jwk);
    expect(readCredentialKey(decodeMap(Buffer.from(cose, 'base64url'))).alg).toBe(-37);
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['a number', 7],
    ['a text', 'not a key'],
    ['a half PEM', '-----BEGIN PUBLIC KEY-----\nAAAA'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
    ['a JWK without a curve', { kty: 'EC', x: 'AA', y: 'AA' }],
    ['a JWK of a symmetric key', { kty: 'oct', k: 'AAAA' }],
    ['broken JSON', '{"kty":'],
    ['bytes', Buffer.alloc(77)],
    ['a short RSA key', generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' })],
    [
      'a curve of no algorithm',
      generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey.export({ format: 'jwk' }),
    ],
  ])('X43 is no key, if it is %s', async (_, given) => {
    expect(await credentialKeyOf(given)).toEqual({ fault: 'no-key' });
  });
});
