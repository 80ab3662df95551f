import type { Bytes } from '../encoding/bytes.ts';
import { VaultError } from '../vault-error.ts';

/** WebAuthn Level 3 §10.1.4. */
const PRF_OUTPUT = 32;

/** The PRF output of a passkey. Never send the output to a server. */
export type PrfOutput = ArrayBuffer | Bytes;

/** A passkey that signed in or was just created, with its PRF output. */
export interface PasskeyWay {
  /** Selects this kind of way. */
  readonly kind: 'passkey';
  /** The credential id in base64url, as in WebAuthn's JSON. */
  readonly passkeyId: string;
  /** The PRF output, or the key that {@link prfKey} made from the output. `undefined` if the authenticator gave no output. */
  readonly prf: PrfOutput | CryptoKey | undefined;
}

/**
 * Imports the PRF output as a non-extractable key. The page that signs in can store the key in IndexedDB, and the page that opens the vault
 * can read the key there.
 *
 * @throws VaultError `prf-missing` or `prf-malformed`
 */
export async function prfKey(output: PrfOutput | undefined): Promise<CryptoKey> {
  if (output === undefined) throw new VaultError('prf-missing', 'The authenticator gave no PRF output');
  if (output.byteLength !== PRF_OUTPUT) {
    throw new VaultError('prf-malformed', `A PRF output of ${output.byteLength} bytes, not ${PRF_OUTPUT}`);
  }
  return hkdfKey(output);
}

export async function prfSource(prf: PasskeyWay['prf']): Promise<CryptoKey> {
  if (!(prf instanceof CryptoKey)) return prfKey(prf);
  if (prf.algorithm.name === 'HKDF') return prf;
  throw new VaultError('prf-malformed', `A key for ${prf.algorithm.name}, not one that prfKey made`);
}

export function hkdfKey(source: PrfOutput): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', source, 'HKDF', false, ['deriveKey', 'deriveBits']);
}
