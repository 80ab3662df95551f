import { createECDH, createHash, createHmac, hkdfSync } from 'node:crypto';
import { der } from './der.test-support.ts';

/** A curve of the standard's vectors: its order, and the hash that goes with it. */
export interface Curve {
  readonly jwk: string;
  readonly openssl: string;
  readonly hash: string;
  readonly order: bigint;
}

export const P256: Curve = {
  jwk: 'P-256',
  openssl: 'prime256v1',
  hash: 'sha256',
  order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
};
export const P384: Curve = {
  jwk: 'P-384',
  openssl: 'secp384r1',
  hash: 'sha384',
  order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
};
export const P521: Curve = {
  jwk: 'P-521',
  openssl: 'secp521r1',
  hash: 'sha512',
  order: BigInt(`0x1ff${'f'.repeat(63)}a51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409`),
};

export const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);

/** The number as bytes, filled up with zeros in front. */
export function bytesOf(number: bigint, length: number = (number.toString(16).length + 1) >> 1): Buffer {
  return Buffer.from(number.toString(16).padStart(length * 2, '0'), 'hex');
}

/** `base ** exponent % modulus`. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** The public point of a private key, uncompressed. */
export function pointOf(curve: Curve, privateKey: Uint8Array): Buffer {
  const ecdh = createECDH(curve.openssl);
  ecdh.setPrivateKey(privateKey);
  return ecdh.getPublicKey();
}

/** An ECDSA signature with the nonce of RFC 6979, §3.2, in DER. */
export function signDeterministically(curve: Curve, privateKey: Uint8Array, data: Uint8Array): Buffer {
  const { order, hash } = curve;
  const size = bytesOf(order).length;
  const bits = order.toString(2).length;
  const asNumber = (bytes: Uint8Array): bigint => numberOf(bytes) >> BigInt(Math.max(0, bytes.length * 8 - bits));
  const digest = createHash(hash).update(data).digest();
  const message = asNumber(digest) % order;
  const seed = Buffer.concat([bytesOf(numberOf(privateKey), size), bytesOf(message, size)]);
  for (const nonce of nonces(hash, seed, digest.length, size)) {
    const k = asNumber(nonce);
    if (k === 0n || k >= order) continue;
    const r = numberOf(pointOf(curve, bytesOf(k, size)).subarray(1, 1 + size)) % order;
    const s = (power(k, order - 2n, order) * (message + r * numberOf(privateKey))) % order;
    if (r !== 0n && s !== 0n) return Buffer.from(der(0x30, integer(bytesOf(r)), integer(bytesOf(s))));
  }
  throw new Error('no nonce was found');
}

/** The candidates of RFC 6979, §3.2, steps b to h. */
function* nonces(hash: string, seed: Uint8Array, hashSize: number, size: number): Generator<Buffer> {
  let key: Buffer = Buffer.alloc(hashSize);
  let value: Buffer = Buffer.alloc(hashSize, 1);
  const hmac = (...parts: Uint8Array[]): Buffer => createHmac(hash, key).update(Buffer.concat(parts)).digest();
  const renew = (separator: number, rest: Uint8Array): void => {
    key = hmac(value, Uint8Array.of(separator), rest);
    value = hmac(value);
  };
  renew(0, seed);
  renew(1, seed);
  for (;;) {
    const candidate: Buffer[] = [];
    while (Buffer.concat(candidate).length < size) {
      value = hmac(value);
      candidate.push(value);
    }
    yield Buffer.concat(candidate).subarray(0, size);
    renew(0, new Uint8Array());
  }
}

/** An INTEGER in DER, which is not negative. */
export function integer(bytes: Uint8Array): Uint8Array {
  return der(2, (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

/**
 * The random values of a vector, one after another: HKDF-SHA-256 of the words that the standard gives, with the place of the value as
 * the salt (WebAuthn L3, "Test Vectors").
 */
export function derivedValues(info: string): (length: number) => Buffer {
  let salt = 0;
  return (length) => Buffer.from(hkdfSync('sha256', 'WebAuthn test vectors', Uint8Array.of(salt++), info, length));
}
