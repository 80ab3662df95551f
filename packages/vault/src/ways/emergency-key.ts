import { fromBase64url, toBase64url } from '../encoding/base64url.ts';
import type { Bytes } from '../encoding/bytes.ts';
import { recordOf } from '../encoding/record.ts';
import { VaultError } from '../vault-error.ts';

/** The public part of the emergency key. The server is configured with this part, and sends it to clients. */
export interface EmergencyPublicKey {
  /** The fingerprint: SHA-256 of the public key, in base64url. */
  readonly kid: string;
  /** The uncompressed point of P-256, 65 bytes in base64url. */
  readonly publicKey: string;
}

/** The whole emergency key, as stored in the key file. Never send the private part to a server. */
export interface EmergencyKey extends EmergencyPublicKey {
  /** The scalar, 32 bytes in base64url. */
  readonly privateKey: string;
}

export async function fingerprintOf(publicKey: Bytes): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', publicKey)));
}

/** Without this check, a server could send its own key and open the data key. */
export async function trustedKey(
  served: EmergencyPublicKey | undefined,
  fingerprint: string | undefined,
): Promise<{ readonly kid: string; readonly publicKey: Bytes }> {
  if (fingerprint === undefined) {
    throw new VaultError('emergency-key-missing', "The host's code names no fingerprint of an emergency key");
  }
  if (served === undefined) throw new VaultError('emergency-key-missing', 'The server has no emergency key');
  const publicKey = fromBase64url(served.publicKey);
  if (publicKey === undefined || (await fingerprintOf(publicKey)) !== fingerprint) {
    throw new VaultError(
      'emergency-key-mismatch',
      "The server's emergency key is not the one that the host's code names",
    );
  }
  return { kid: fingerprint, publicKey };
}

/**
 * Reads an emergency key with its private part from parsed JSON. Ignores other members.
 *
 * @throws VaultError `emergency-key-malformed`
 */
export function emergencyKeyOf(json: unknown): EmergencyKey {
  const { kid, publicKey, privateKey } = recordOf(json) ?? {};
  if (typeof kid === 'string' && hasBytes(publicKey, 65) && hasBytes(privateKey, 32))
    return { kid, publicKey, privateKey };
  throw new VaultError('emergency-key-malformed', 'This is no emergency key with its private part');
}

function hasBytes(value: unknown, length: number): value is string {
  return typeof value === 'string' && fromBase64url(value)?.length === length;
}
