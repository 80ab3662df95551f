import { constants, type KeyObject, type SigningOptions, type VerifyPublicKeyInput, verify } from 'node:crypto';
import { ML_DSA_44, ML_DSA_44_SIZE } from './post-quantum.ts';

/** WebAuthn L3 §5.8.5; RFC 9053, RFC 8812, RFC 9864, RFC 9964. */
export interface SignatureAlgorithm {
  readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512' | null;
  readonly key:
    | { readonly type: 'ec'; readonly crv: number; readonly curve: string; readonly jwk: string; readonly size: number }
    | { readonly type: 'ed25519' | 'ed448'; readonly crv: number; readonly jwk: string; readonly size: number }
    | { readonly type: 'rsa'; readonly pss?: true }
    | { readonly type: 'ml-dsa-44'; readonly size: number };
}

const P256 = { type: 'ec', crv: 1, curve: 'prime256v1', jwk: 'P-256', size: 32 } as const;
const P384 = { type: 'ec', crv: 2, curve: 'secp384r1', jwk: 'P-384', size: 48 } as const;
const P521 = { type: 'ec', crv: 3, curve: 'secp521r1', jwk: 'P-521', size: 66 } as const;
const RSA = { type: 'rsa' } as const;
const PSS = { type: 'rsa', pss: true } as const;

const ALGORITHMS: ReadonlyMap<number, SignatureAlgorithm> = new Map<number, SignatureAlgorithm>([
  [-7, { hash: 'sha256', key: P256 }],
  [-9, { hash: 'sha256', key: P256 }],
  [-35, { hash: 'sha384', key: P384 }],
  [-51, { hash: 'sha384', key: P384 }],
  [-36, { hash: 'sha512', key: P521 }],
  [-52, { hash: 'sha512', key: P521 }],
  [-8, { hash: null, key: { type: 'ed25519', crv: 6, jwk: 'Ed25519', size: 32 } }],
  [-19, { hash: null, key: { type: 'ed25519', crv: 6, jwk: 'Ed25519', size: 32 } }],
  [-53, { hash: null, key: { type: 'ed448', crv: 7, jwk: 'Ed448', size: 57 } }],
  [-257, { hash: 'sha256', key: RSA }],
  [-258, { hash: 'sha384', key: RSA }],
  [-259, { hash: 'sha512', key: RSA }],
  [-37, { hash: 'sha256', key: PSS }],
  [-38, { hash: 'sha384', key: PSS }],
  [-39, { hash: 'sha512', key: PSS }],
  [ML_DSA_44, { hash: null, key: { type: 'ml-dsa-44', size: ML_DSA_44_SIZE } }],
  [-65535, { hash: 'sha1', key: RSA }],
]);

/**
 * SHA-1 vouches for no model outside a TPM. Most TPMs sign with it, over a structure of their own, in which an attacker's input has no room for a
 * collision.
 */
export const RS1 = -65535;
export const WEAK_HASH = 'it is signed with SHA-1';

export function signatureAlgorithm(alg: unknown): SignatureAlgorithm | undefined {
  return typeof alg === 'number' ? ALGORITHMS.get(alg) : undefined;
}

/** The first algorithm in the list, where nobody names one. */
export function algorithmOfCurve(crv: string | undefined): number | undefined {
  for (const [alg, { key }] of ALGORITHMS) if ('jwk' in key && key.jwk === crv) return alg;
  return undefined;
}

export function fits(key: KeyObject, { key: wanted }: SignatureAlgorithm): boolean {
  if (wanted.type === 'rsa') return key.asymmetricKeyType === 'rsa' && hasRsaSize(key);
  if (wanted.type === 'ec')
    return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === wanted.curve;
  return (key.asymmetricKeyType as string | undefined) === wanted.type;
}

const SHORTEST_RSA = 2048;
const LONGEST_RSA = 8192;

export function isShortRsa({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  const isRsa = asymmetricKeyType === 'rsa' || asymmetricKeyType === 'rsa-pss';
  return isRsa && (asymmetricKeyDetails?.modulusLength ?? 0) < SHORTEST_RSA;
}

/** A longer key costs the server more than it gives. RFC 8017 §3.1: modulus and exponent are odd, and the exponent is smaller. */
function hasRsaSize(key: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (isShortRsa(key) || modulusLength > LONGEST_RSA) return false;
  const { n = '' } = key.export({ format: 'jwk' });
  const modulus = BigInt(`0x${Buffer.from(n, 'base64url').toString('hex') || '0'}`);
  return modulus % 2n === 1n && publicExponent % 2n === 1n && publicExponent >= 3n && publicExponent < modulus;
}

/** WebAuthn L3 §6.5.5. `false` for a malformed signature and for a key of another kind. */
export function verifies(
  algorithm: SignatureAlgorithm,
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (!fits(key, algorithm)) return false;
  const isPss = algorithm.key.type === 'rsa' && algorithm.key.pss === true;
  try {
    return verify(algorithm.hash, data, isPss ? withPss(key) : key, signature);
  } catch {
    return false;
  }
}

/** workerd takes no `KeyObject` here. */
function withPss(key: KeyObject): VerifyPublicKeyInput & SigningOptions {
  return {
    ...{ key: key.export({ format: 'der', type: 'spki' }), format: 'der', type: 'spki' },
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
}
