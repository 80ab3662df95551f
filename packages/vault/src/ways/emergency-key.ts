import { fromBase64url, toBase64url } from '../encoding/base64url.ts';
import type { Bytes } from '../encoding/bytes.ts';
import { recordOf } from '../encoding/record.ts';
import { VaultError } from '../vault-error.ts';

/** What the server is configured with, and serves. */
export interface EmergencyPublicKey {
  /** The fingerprint: SHA-256 of the public key, in base64url. */
  readonly kid: string;
  /** The uncompressed point of P-256, 65 bytes in base64url. */
  readonly publicKey: string;
}

/** The whole key, as it stands in the key file. It reaches no server. */
export interface EmergencyKey extends EmergencyPublicKey {
  /** The scalar, 32 bytes in base64url. */
  readonly privateKey: string;
}

/** What a host's own code names an emergency key by. */
export async function fingerprintOf(publicKey: Bytes): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', publicKey)));
}

/**
 * The server's public key, if it is the one that the host's code names. The server's own word on which key is right counts for
 * nothing: it could seal the data key to itself.
 *
 * @throws VaultError `emergency-key-missing` or `emergency-key-mismatch`
 */
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
 * Reads an emergency key, private part included, from parsed JSON. Other members are left alone.
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
