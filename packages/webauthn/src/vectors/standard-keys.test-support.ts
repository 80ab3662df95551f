import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import {
  bytesOf,
  type Curve,
  P256,
  P384,
  P521,
  pointOf,
  power,
  signDeterministically,
} from './deterministic-ecdsa.test-support.ts';
import { type Cose, coseOf } from './forge.test-support.ts';

/** A credential's key, or one that attests, and the signatures that the standard gives for it. */
export interface StandardKey {
  readonly cose: Cose;
  readonly point: Buffer;
  sign(data: Uint8Array): Buffer;
}

/** The algorithms of the standard's vectors. */
export type StandardAlgorithm = 'ES256' | 'ES384' | 'ES512' | 'RS256' | 'EdDSA' | 'Ed448';

/** Makes the key of an algorithm from the random values of its vector. */
export function standardKey(algorithm: StandardAlgorithm, next: (length: number) => Buffer): StandardKey {
  if (algorithm === 'RS256') return rsaKey();
  if (algorithm === 'EdDSA') return edwardsKey('302e020100300506032b657004220420', next(32), -8);
  if (algorithm === 'Ed448') return edwardsKey('3047020100300506032b6571043b0439', next(57), -53);
  if (algorithm === 'ES384') return curveKey(P384, next(48), -35);
  if (algorithm === 'ES512') return curveKey(P521, next(65), -36);
  return curveKey(P256, next(32), -7);
}

function curveKey(curve: Curve, privateKey: Buffer, alg: number): StandardKey {
  const point = pointOf(curve, privateKey);
  const size = (point.length - 1) / 2;
  const [x, y] = [point.subarray(1, 1 + size), point.subarray(1 + size)].map((part) => part.toString('base64url'));
  const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: curve.jwk, x, y } });
  return { cose: coseOf(key, alg), point, sign: (data) => signDeterministically(curve, privateKey, data) };
}

/** Signs alike each time, as EdDSA and RSASSA-PKCS1-v1_5 do. */
function keyThatRepeats(key: KeyObject, alg: number, hash: string | null): StandardKey {
  return { cose: coseOf(createPublicKey(key), alg), point: Buffer.alloc(0), sign: (data) => sign(hash, data, key) };
}

function edwardsKey(pkcs8: string, privateKey: Buffer, alg: number): StandardKey {
  const key = Buffer.concat([Buffer.from(pkcs8, 'hex'), privateKey]);
  return keyThatRepeats(createPrivateKey({ key, format: 'der', type: 'pkcs8' }), alg, null);
}

/** The key of the two smallest Mersenne primes 2^p − 1 with p ≥ 1024. */
function rsaKey(): StandardKey {
  const [p, q, e] = [2n ** 1279n - 1n, 2n ** 2203n - 1n, 65537n];
  const d = inverse(e, (p - 1n) * (q - 1n));
  const members = { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: power(q, p - 2n, p) };
  const key = Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, bytesOf(value).toString('base64url')]),
  );
  return keyThatRepeats(createPrivateKey({ format: 'jwk', key: { kty: 'RSA', ...key } }), -257, 'sha256');
}

/** The number that, times `a`, leaves 1 over `modulus`. */
function inverse(a: bigint, modulus: bigint): bigint {
  let [rest, next, factor, nextFactor] = [modulus, a, 0n, 1n];
  while (next !== 0n) {
    const times = rest / next;
    [rest, next] = [next, rest - times * next];
    [factor, nextFactor] = [nextFactor, factor - times * nextFactor];
  }
  return ((factor % modulus) + modulus) % modulus;
}
