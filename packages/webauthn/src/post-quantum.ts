import { createPublicKey } from 'node:crypto';

/** ML-DSA-44 of FIPS 204 (RFC 9964). */
export const ML_DSA_44 = -48;
export const ML_DSA_44_SIZE = 1312;

/** A SubjectPublicKeyInfo of ML-DSA-44 before the bytes of the key (RFC 9881 §4). */
const SPKI_HEAD = Buffer.from('30820532300b06096086480165030403110382052100', 'hex');

export function mlDsa44OfSpki(der: Uint8Array): Buffer | undefined {
  const bytes = Buffer.from(der);
  const isOne = bytes.length === SPKI_HEAD.length + ML_DSA_44_SIZE && bytes.indexOf(SPKI_HEAD) === 0;
  return isOne ? bytes.subarray(SPKI_HEAD.length) : undefined;
}

export function spkiOfMlDsa44(key: Uint8Array): Buffer {
  return Buffer.concat([SPKI_HEAD, key]);
}

/** Returns why this runtime cannot verify signatures of ML-DSA-44, and `undefined` if it can. */
export function postQuantumProblem(): string | undefined {
  verifiesMlDsa44 ??= readsMlDsa44();
  if (verifiesMlDsa44) return undefined;
  const { node, openssl } = process.versions;
  return `ML-DSA-44 needs Node 24.6 or later with OpenSSL 3.5 or later, and this is Node ${node} with OpenSSL ${openssl}`;
}

let verifiesMlDsa44: boolean | undefined;

function readsMlDsa44(): boolean {
  try {
    const key = createPublicKey({ format: 'der', type: 'spki', key: spkiOfMlDsa44(Buffer.alloc(ML_DSA_44_SIZE)) });
    return (key.asymmetricKeyType as string | undefined) === 'ml-dsa-44';
  } catch {
    return false;
  }
}
