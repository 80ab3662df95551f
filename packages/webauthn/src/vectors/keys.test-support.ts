import type { KeyObject } from 'node:crypto';
import { type CBORType, encodeCBOR } from '@levischuck/tiny-cbor';
import {
  type Cose,
  coseOf,
  ed448,
  ed25519,
  p256,
  p384,
  p521,
  type RegistrationParts,
  rsa,
  shortRsa,
  tinyRsa,
} from './forge.test-support.ts';
import { type Mutation, registration, type Verdict } from './mutation.test-support.ts';

const KEY = 20;
const [KTY, ALG, CRV, X, Y, N, E] = [1, 3, -1, -2, -3, -1, -2] as const;

function key(name: string, verdict: Verdict, publicKey: KeyObject, alg: number): Mutation {
  return registration(`key: ${name}`, verdict, (parts) => {
    parts.cose = coseOf(publicKey, alg);
  });
}

/** One member of a key changed; `undefined` takes it away. */
function member(name: string, of: KeyObject, alg: number, label: number, value: unknown): Mutation {
  return registration(`key: ${name}`, KEY, (parts) => {
    parts.cose = coseOf(of, alg);
    change(parts, label, value);
  });
}

function change({ cose }: RegistrationParts, label: number, value: unknown): void {
  if (value === undefined) cose.delete(label);
  else if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') cose.set(label, value);
  else if (value instanceof Uint8Array) cose.set(label, Uint8Array.from(value));
}

/** An integer as a floating-point number of 64 bits. */
function float(value: number): Buffer {
  const bytes = Buffer.of(0xfb, 0, 0, 0, 0, 0, 0, 0, 0);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

/** A COSE_Key whose labels and values are encoded by `encode`. */
function encoded(cose: Cose, encode: (item: CBORType, label: string | number) => Uint8Array): Uint8Array {
  const members = [...cose].flatMap(([label, value]) => [encode(label, label), encode(value, label)]);
  return Buffer.concat([Buffer.of(0xa0 + cose.size), ...members]);
}

/** A key of which one integer, by its label, is a floating-point number. */
function inexact(name: string, of: KeyObject, alg: number, label: number): Mutation {
  return registration(`key: ${name}`, KEY, (parts) => {
    const asFloat = (item: CBORType, at: string | number): Uint8Array =>
      at === label && item !== label && typeof item === 'number' ? float(item) : encodeCBOR(item);
    parts.coseBytes = encoded(coseOf(of, alg), asFloat);
  });
}

/** The prime of the field of P-256. */
const PRIME = Buffer.from('ffffffff00000001000000000000000000000000ffffffffffffffffffffffff', 'hex');
/** y = 2 is on no point of Ed25519. */
const NO_POINT = Buffer.concat([Buffer.of(2), Buffer.alloc(31)]);

const numberOf = (value: CBORType): bigint =>
  BigInt(`0x${value instanceof Uint8Array ? Buffer.from(value).toString('hex') : '0'}`);
const bytesOf = (number: bigint): Uint8Array => Buffer.from(number.toString(16).padStart(512, '0'), 'hex');
const MODULUS = numberOf(coseOf(rsa.publicKey, -257).get(N));

/** The points of Ed25519 that have a small order (RFC 8032 §5.1.2), in hexadecimal. */
const SMALL_ORDER: Readonly<Record<string, string>> = {
  'the identity': `01${'00'.repeat(31)}`,
  'of order two': `ec${'ff'.repeat(30)}7f`,
  'of order four': '00'.repeat(32),
  'of order four, with the sign': `${'00'.repeat(31)}80`,
  'of order eight': '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'of order eight, with the sign': '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'of order eight, negated': 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'of order eight, negated, with the sign': 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
};

export const KEYS: readonly Mutation[] = [
  key('P-256 under −7', 'accepted', p256.publicKey, -7),
  key('Ed25519 under −8', 'accepted', ed25519.publicKey, -8),
  key('RSA under −257', 'accepted', rsa.publicKey, -257),
  key('P-384 under −7', KEY, p384.publicKey, -7),
  key('P-521 under −7', KEY, p521.publicKey, -7),
  key('P-384 under −35, which was not offered', KEY, p384.publicKey, -35),
  key('P-521 under −36, which was not offered', KEY, p521.publicKey, -36),
  key('P-256 under −257', KEY, p256.publicKey, -257),
  key('P-256 under −8', KEY, p256.publicKey, -8),
  key('RSA under −7', KEY, rsa.publicKey, -7),
  key('RSA under −258, which was not offered', KEY, rsa.publicKey, -258),
  key('RSA under −65535, which was not offered', KEY, rsa.publicKey, -65535),
  key('RSA of 1,024 bits', KEY, shortRsa.publicKey, -257),
  key('RSA of 512 bits', KEY, tinyRsa.publicKey, -257),
  key('Ed448 under −8', KEY, ed448.publicKey, -8),
  key('Ed25519 under −7', KEY, ed25519.publicKey, -7),
  member('no algorithm', p256.publicKey, -7, ALG, undefined),
  member('an algorithm in words', p256.publicKey, -7, ALG, 'ES256'),
  member('an algorithm that nobody knows', p256.publicKey, -7, ALG, -9999),
  member('no type', p256.publicKey, -7, KTY, undefined),
  member('type of an RSA key', p256.publicKey, -7, KTY, 3),
  member('type of a symmetric key', p256.publicKey, -7, KTY, 4),
  member('curve P-384 with the point of P-256', p256.publicKey, -7, CRV, 2),
  member('no curve', p256.publicKey, -7, CRV, undefined),
  member('no x', p256.publicKey, -7, X, undefined),
  member('x of 31 bytes', p256.publicKey, -7, X, new Uint8Array(31).fill(1)),
  member('x of 33 bytes', p256.publicKey, -7, X, new Uint8Array(33).fill(1)),
  member('x zero, off the curve', p256.publicKey, -7, X, new Uint8Array(32)),
  member('x the prime of the field', p256.publicKey, -7, X, PRIME),
  member('no y', p256.publicKey, -7, Y, undefined),
  member('y as a sign', p256.publicKey, -7, Y, true),
  member('y off the curve', p256.publicKey, -7, Y, new Uint8Array(32).fill(1)),
  member('Ed25519 of 31 bytes', ed25519.publicKey, -8, X, new Uint8Array(31)),
  member('Ed25519 off the curve', ed25519.publicKey, -8, X, NO_POINT),
  member('Ed25519 past the field', ed25519.publicKey, -8, X, new Uint8Array(32).fill(255)),
  ...Object.entries(SMALL_ORDER).map(([name, point]) =>
    member(`Ed25519 ${name}`, ed25519.publicKey, -8, X, Buffer.from(point, 'hex')),
  ),
  member('curve X25519', ed25519.publicKey, -8, CRV, 4),
  member('RSA without n', rsa.publicKey, -257, N, undefined),
  member('RSA with e = 1', rsa.publicKey, -257, E, Uint8Array.of(1)),
  member('RSA with e = 4', rsa.publicKey, -257, E, Uint8Array.of(4)),
  member('RSA with e = n', rsa.publicKey, -257, E, bytesOf(MODULUS)),
  member('RSA with e > n', rsa.publicKey, -257, E, bytesOf(MODULUS + 2n)),
  member('RSA with an even n', rsa.publicKey, -257, N, bytesOf(MODULUS - 1n)),
  inexact('type as a floating-point number', p256.publicKey, -7, KTY),
  inexact('an algorithm as a floating-point number', p256.publicKey, -7, ALG),
  inexact('curve as a floating-point number', p256.publicKey, -7, CRV),
  registration('key: a label as a floating-point number', 13, (parts) => {
    parts.coseBytes = encoded(parts.cose, (item) => (item === ALG ? float(ALG) : encodeCBOR(item)));
  }),
  registration('key: a member that nobody knows', 'accepted', ({ cose }) => {
    cose.set(4, 'verify');
  }),
  registration('key: no map', 13, (parts) => {
    parts.coseBytes = Buffer.of(0x80);
  }),
  registration('key: a member twice', 13, (parts) => {
    parts.coseBytes = Buffer.from('a301020102032600', 'hex');
  }),
  registration('key: none', 13, (parts) => {
    parts.coseBytes = new Uint8Array();
  }),
];
