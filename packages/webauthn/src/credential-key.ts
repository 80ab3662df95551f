import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { asBytes, type CborMap, decodeMap } from './cbor.ts';
import { isEd25519Key } from './ed25519-point.ts';
import { ML_DSA_44, ML_DSA_44_SIZE, spkiOfMlDsa44 } from './post-quantum.ts';
import { fits, type SignatureAlgorithm, signatureAlgorithm, verifies } from './signature-algorithm.ts';

export interface CredentialKey {
  readonly alg: number;
  readonly algorithm: SignatureAlgorithm;
  readonly key: KeyObject;
  verifies(data: Uint8Array, signature: Uint8Array): boolean;
}

/** RFC 9052 §7.1, RFC 9053 §7, RFC 8230 §4, RFC 9964 §3. */
const KTY = 1;
const ALG = 3;
const CRV = -1;
const X = -2;
const Y = -3;
const N = -1;
const E = -2;
const PUB = -1;
const KTY_OF = { ed25519: 1, ed448: 1, ec: 2, rsa: 3, 'ml-dsa-44': 7 } as const;

/**
 * Another key could be registered but never used, or used by anybody.
 *
 * @throws Error
 */
export function readCredentialKey(cose: CborMap): CredentialKey {
  const alg = cose.get(ALG);
  const algorithm = signatureAlgorithm(alg);
  if (typeof alg !== 'number' || algorithm === undefined) throw new Error('the key names no algorithm that is known');
  if (cose.get(KTY) !== KTY_OF[algorithm.key.type])
    throw new Error('the type of the key does not go with its algorithm');
  const key = keyOf(cose, algorithm.key);
  if (!fits(key, algorithm)) throw new Error('the size of the key does not go with its algorithm');
  return { alg, algorithm, key, verifies: (data, signature) => verifies(algorithm, key, data, signature) };
}

/** Returns whether a text is a COSE_Key, in base64url, that `readCredentialKey` reads. */
export function isCredentialKey(publicKey: string): boolean {
  try {
    readCredentialKey(decodeMap(Buffer.from(publicKey, 'base64url')));
    return true;
  } catch {
    return false;
  }
}

function keyOf(cose: CborMap, kind: SignatureAlgorithm['key']): KeyObject {
  if (kind.type !== 'ml-dsa-44') return createPublicKey({ format: 'jwk', key: jwkOf(cose, kind) });
  return createPublicKey({ format: 'der', type: 'spki', key: spkiOfMlDsa44(mlDsa44Of(cose)) });
}

function mlDsa44Of(cose: CborMap): Buffer {
  return Buffer.from(text(cose, PUB, ML_DSA_44_SIZE), 'base64url');
}

/** Also true where the runtime cannot use the key. */
export function isMlDsa44Key(publicKey: string): boolean {
  try {
    const cose = decodeMap(Buffer.from(publicKey, 'base64url'));
    return cose.get(KTY) === KTY_OF['ml-dsa-44'] && cose.get(ALG) === ML_DSA_44 && mlDsa44Of(cose).length > 0;
  } catch {
    return false;
  }
}

function jwkOf(cose: CborMap, kind: Exclude<SignatureAlgorithm['key'], { readonly type: 'ml-dsa-44' }>): JsonWebKey {
  if (kind.type === 'rsa') return { kty: 'RSA', n: text(cose, N), e: text(cose, E) };
  if (cose.get(CRV) !== kind.crv) throw new Error('the curve of the key does not go with its algorithm');
  const x = text(cose, X, kind.size);
  if (kind.type === 'ec') return { kty: 'EC', crv: kind.jwk, x, y: text(cose, Y, kind.size) };
  if (kind.type === 'ed25519' && !isEd25519Key(Buffer.from(x, 'base64url')))
    throw new Error('not a point of the curve, or one of small order');
  return { kty: 'OKP', crv: kind.jwk, x };
}

export function coseOf(
  jwk: JsonWebKey & { readonly pub?: unknown },
  alg: number,
): Map<number, number | Uint8Array> | undefined {
  const kind = signatureAlgorithm(alg)?.key;
  if (kind === undefined) return undefined;
  const bytes = (part = ''): Uint8Array => new Uint8Array(Buffer.from(part, 'base64url'));
  const cose = new Map<number, number | Uint8Array>([
    [KTY, KTY_OF[kind.type]],
    [ALG, alg],
  ]);
  if (kind.type === 'rsa') return cose.set(N, bytes(jwk.n)).set(E, bytes(jwk.e));
  if (kind.type === 'ml-dsa-44') return typeof jwk.pub === 'string' ? cose.set(PUB, bytes(jwk.pub)) : undefined;
  cose.set(CRV, kind.crv).set(X, bytes(jwk.x));
  return kind.type === 'ec' ? cose.set(Y, bytes(jwk.y)) : cose;
}

function text(cose: CborMap, label: number, size?: number): string {
  const bytes = asBytes(cose.get(label));
  if (size === undefined ? bytes.length === 0 || bytes.length > 1024 : bytes.length !== size) {
    throw new Error('a number of the key has the wrong size');
  }
  return Buffer.from(bytes).toString('base64url');
}
