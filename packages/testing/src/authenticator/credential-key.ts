import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { CborMap, CborValue } from './cbor.ts';
import { COSE_ALGORITHM, type CoseAlgorithm, ML_DSA_44 } from './cose-algorithm.ts';

/** A source of random bytes. */
export type RandomBytes = (length: number) => Uint8Array;

export interface CredentialKey {
  readonly algorithm: CoseAlgorithm;
  /** The public key as a COSE_Key (WebAuthn L3 §6.5.1.1). */
  readonly cose: CborMap;
  readonly spki: Uint8Array;
  /** In the format of WebAuthn L3 §6.5.5. */
  readonly pkcs8: Uint8Array;
  sign(data: Uint8Array): Uint8Array;
}

/** ES256 and EdDSA keys are made from `random`. RS256 and ML-DSA-44 keys always come from Node's generator. */
export async function generateCredentialKey(algorithm: CoseAlgorithm, random: RandomBytes): Promise<CredentialKey> {
  const privateKey = await generatePrivateKey(algorithm, random);
  const publicKey = createPublicKey(privateKey);
  const hash = algorithm === COSE_ALGORITHM.EdDSA || algorithm === ML_DSA_44 ? null : 'sha256';
  return {
    algorithm,
    cose: coseKey(algorithm, publicKey),
    spki: publicKey.export({ format: 'der', type: 'spki' }),
    pkcs8: privateKey.export({ format: 'der', type: 'pkcs8' }),
    sign: (data) => sign(hash, data, privateKey),
  };
}

async function generatePrivateKey(algorithm: CoseAlgorithm, random: RandomBytes): Promise<KeyObject> {
  switch (algorithm) {
    case COSE_ALGORITHM.ES256:
      return p256PrivateKey(random(32));
    case COSE_ALGORITHM.EdDSA:
      return ed25519PrivateKey(random(32));
    case COSE_ALGORITHM.RS256:
      return (await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })).privateKey;
    case ML_DSA_44:
      // The types of Node 20 do not have the algorithm.
      return Reflect.apply(generateKeyPairSync, undefined, ['ml-dsa-44']).privateKey;
  }
}

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function p256PrivateKey(seed: Uint8Array): KeyObject {
  // Every 32 bytes, even all zeros, give a scalar within [1, n).
  const scalar = (BigInt(`0x${Buffer.from(seed).toString('hex')}`) % (P256_ORDER - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(d);
  const point = ecdh.getPublicKey();
  return createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: d.toString('base64url'),
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  });
}

/** The bytes of an Ed25519 PKCS #8 key before the 32 bytes of the key (RFC 8410 §7). */
const ED25519_PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

function ed25519PrivateKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({ format: 'der', type: 'pkcs8', key: Buffer.concat([ED25519_PKCS8_HEAD, seed]) });
}

/** COSE_Key labels and values of RFC 9053 §7 and RFC 8230 §4. */
function coseKey(algorithm: CoseAlgorithm, publicKey: KeyObject): CborMap {
  const { x, y, n, e } = publicKey.export({ format: 'jwk' });
  const [kty, alg] = [1, 3];
  const parameters: Record<CoseAlgorithm, ReadonlyArray<[number, CborValue]>> = {
    [COSE_ALGORITHM.ES256]: [
      [kty, 2],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ],
    [COSE_ALGORITHM.EdDSA]: [
      [kty, 1],
      [-1, 6],
      [-2, bytes(x)],
    ],
    [COSE_ALGORITHM.RS256]: [
      [kty, 3],
      [-1, bytes(n)],
      [-2, bytes(e)],
    ],
    [ML_DSA_44]: [
      [kty, 7],
      [-1, mlDsa44Of(publicKey)],
    ],
  };
  return new Map<number, CborValue>([[alg, algorithm], ...parameters[algorithm]]);
}

/** The bytes of the key, which end its SubjectPublicKeyInfo (RFC 9881 §4). */
function mlDsa44Of(publicKey: KeyObject): Uint8Array {
  return new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-1312));
}

function bytes(coordinate: string | undefined): Uint8Array {
  return Buffer.from(coordinate ?? '', 'base64url');
}
