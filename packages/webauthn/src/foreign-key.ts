import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { encodeMap } from './cbor.ts';
import { coseOf, isCredentialKey, isMlDsa44Key } from './credential-key.ts';
import { ML_DSA_44, mlDsa44OfSpki, postQuantumProblem } from './post-quantum.ts';
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
 */
export async function credentialKeyOf(given: unknown): Promise<ForeignKey> {
  const key = typeof given === 'string' ? ofText(given.trim()) : ofValue(given);
  if (key === undefined) return NO_KEY;
  if (isMlDsa44Key(key) && postQuantumProblem() !== undefined) return { fault: 'post-quantum' };
  return isCredentialKey(key) ? { key } : NO_KEY;
}

/**
 * `no-key`: no such form, or no known algorithm. `post-quantum`: a key of ML-DSA-44, whose signatures this runtime cannot verify
 * (`postQuantumProblem`).
 */
export type ForeignKey = { readonly key: string } | { readonly fault: 'no-key' | 'post-quantum' };

const NO_KEY: ForeignKey = { fault: 'no-key' };

function ofText(text: string): string | undefined {
  if (text.startsWith('-----BEGIN')) return ofPem(text);
  if (text.startsWith('{')) return ofValue(parsed(text));
  if (/^(?:[\da-f]{2}){16,}$/i.test(text)) return ofBytes(Buffer.from(text, 'hex'));
  return /^[\w+/-]+={0,2}$/.test(text) ? ofBytes(Buffer.from(text, 'base64url')) : undefined;
}

function ofPem(text: string): string | undefined {
  const [, body = ''] = /^-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----$/.exec(text) ?? [];
  const pub = mlDsa44OfSpki(Buffer.from(body, 'base64'));
  return pub === undefined ? ofKey(() => createPublicKey(text)) : ofMlDsa44(pub.toString('base64url'));
}

function ofMlDsa44(pub: unknown): string | undefined {
  return written(coseOf({ pub }, ML_DSA_44));
}

function ofValue(given: unknown): string | undefined {
  if (given instanceof Uint8Array) return ofBytes(Buffer.from(given));
  if (typeof given !== 'object' || given === null) return undefined;
  if ('type' in given && given.type === 'Buffer' && 'data' in given && Array.isArray(given.data))
    return ofBytes(Buffer.from(given.data));
  if ('alg' in given && given.alg === 'ML-DSA-44' && 'pub' in given) return ofMlDsa44(given.pub);
  return 'kty' in given
    ? ofKey(() => createPublicKey({ format: 'jwk', key: Object(given) }), Object(given))
    : undefined;
}

const ASN1_SEQUENCE = 0x30;

function ofBytes(bytes: Buffer): string | undefined {
  if (bytes[0] !== ASN1_SEQUENCE) return bytes.toString('base64url');
  const pub = mlDsa44OfSpki(bytes);
  if (pub !== undefined) return ofMlDsa44(pub.toString('base64url'));
  return ofKey(() => createPublicKey({ key: bytes, format: 'der', type: 'spki' }));
}

function ofKey(read: () => KeyObject, named?: { readonly alg?: unknown }): string | undefined {
  try {
    const jwk = read().export({ format: 'jwk' });
    const alg = algorithmOf(jwk, named?.alg);
    return alg === undefined ? undefined : written(coseOf(jwk, alg));
  } catch {
    return undefined;
  }
}

function written(cose: ReturnType<typeof coseOf>): string | undefined {
  return cose && Buffer.from(encodeMap(cose)).toString('base64url');
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
