import type { Bytes } from '../encoding/bytes.ts';
import { VaultError } from '../vault-error.ts';

/** WebAuthn Level 3 §10.1.4: the results of a PRF have 32 bytes. */
const PRF_OUTPUT = 32;

/** What a passkey derived. It goes to no server. */
export type PrfOutput = ArrayBuffer | Bytes;

/** The passkey that signed in, or that was just made, with what it derived. */
export interface PasskeyWay {
  readonly kind: 'passkey';
  /** The credential id in base64url, as in WebAuthn's JSON. */
  readonly passkeyId: string;
  /** What the ceremony gave, or the key that {@link prfKey} made of it; `undefined` if the authenticator gave none. */
  readonly prf: PrfOutput | CryptoKey | undefined;
}

/**
 * The PRF output as a key that cannot be read. It can be kept in IndexedDB, so that the page that signs in hands it over to the
 * one that opens the vault.
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

/** As `prfKey`, for what may be a key already. */
export async function prfSource(prf: PasskeyWay['prf']): Promise<CryptoKey> {
  if (!(prf instanceof CryptoKey)) return prfKey(prf);
  if (prf.algorithm.name === 'HKDF') return prf;
  throw new VaultError('prf-malformed', `A key for ${prf.algorithm.name}, not one that prfKey made`);
}

/** What other keys are derived from (RFC 5869). */
export function hkdfKey(source: PrfOutput): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', source, 'HKDF', false, ['deriveKey', 'deriveBits']);
}
