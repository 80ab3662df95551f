import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { coseOf, isCredentialKey } from './credential-key.ts';
import { algorithmOfCurve } from './signature-algorithm.ts';

const RS256 = -257;
const ALG_OF_RSA: Readonly<Record<string, number>> = {
  RS256,
  RS384: -258,
  RS512: -259,
  PS256: -37,
  PS384: -38,
  PS512: -39,
};

/**
 * Reads a credential public key as other libraries keep it: a COSE_Key (WebAuthn L3 §6.5.1.1) or a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), as bytes, in
 * base64, base64url or hexadecimal; a SubjectPublicKeyInfo in PEM; or a JWK (RFC 7517), as an object or as JSON. Returns the COSE_Key in base64url.
 * `undefined`: the key has no such form, or no known algorithm.
 */
export async function credentialKeyOf(given: unknown): Promise<string | undefined> {
  const key = await (typeof given === 'string' ? ofText(given.trim()) : ofValue(given));
  return key !== undefined && isCredentialKey(key) ? key : undefined;
}

async function ofText(text: string): Promise<string | undefined> {
  if (text.startsWith('-----BEGIN')) return ofKey(() => createPublicKey(text));
  if (text.startsWith('{')) return ofValue(parsed(text));
  if (/^(?:[\da-f]{2}){16,}$/i.test(text)) return ofBytes(Buffer.from(text, 'hex'));
  return /^[\w+/-]+={0,2}$/.test(text) ? ofBytes(Buffer.from(text, 'base64url')) : undefined;
}

async function ofValue(given: unknown): Promise<string | undefined> {
  if (given instanceof Uint8Array) return ofBytes(Buffer.from(given));
  if (typeof given !== 'object' || given === null) return undefined;
  if ('type' in given && given.type === 'Buffer' && 'data' in given && Array.isArray(given.data))
    return ofBytes(Buffer.from(given.data));
  return 'kty' in given
    ? ofKey(() => createPublicKey({ format: 'jwk', key: Object(given) }), Object(given))
    : undefined;
}

const ASN1_SEQUENCE = 0x30;

async function ofBytes(bytes: Buffer): Promise<string | undefined> {
  if (bytes[0] !== ASN1_SEQUENCE) return bytes.toString('base64url');
  return ofKey(() => createPublicKey({ key: bytes, format: 'der', type: 'spki' }));
}

async function ofKey(read: () => KeyObject, named?: { readonly alg?: unknown }): Promise<string | undefined> {
  const { isoCBOR } = await import('@simplewebauthn/server/helpers');
  try {
    const jwk = read().export({ format: 'jwk' });
    const alg = algorithmOf(jwk, named?.alg);
    const cose = alg === undefined ? undefined : coseOf(jwk, alg);
    return cose && Buffer.from(isoCBOR.encode(cose)).toString('base64url');
  } catch {
    return undefined;
  }
}

function algorithmOf({ kty, crv }: JsonWebKey, named: unknown): number | undefined {
  if (kty !== 'RSA') return algorithmOfCurve(crv);
  return (typeof named === 'string' ? ALG_OF_RSA[named] : undefined) ?? RS256;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
