/**
 * `@sallyport/vault/emergency`: creates emergency keys, and opens a vault with an emergency key without a server.
 *
 * @packageDocumentation
 */
import { toBase64url } from './encoding/base64url.ts';
import type { Bytes } from './encoding/bytes.ts';
import type { EnvelopeHeader } from './envelope/header.ts';
import { partsOf } from './envelope/layout.ts';
import { openEnvelope } from './envelope/open-envelope.ts';
import { type Owner, subkeyParameters } from './keys/data-key.ts';
import { HeldKey, type VaultKeys } from './keys/vault-keys.ts';
import { type EmergencyKey, fingerprintOf } from './ways/emergency-key.ts';
import { newPair } from './ways/hpke.ts';
import { hkdfKey } from './ways/passkey.ts';

export type { Bytes } from './encoding/bytes.ts';
export type { Owner } from './keys/data-key.ts';
export type { VaultKeys } from './keys/vault-keys.ts';
export { isVaultError, VaultError, type VaultErrorCode } from './vault-error.ts';
export { type EmergencyKey, type EmergencyPublicKey, emergencyKeyOf } from './ways/emergency-key.ts';

/** Creates an emergency key. Keep the private part in a file that no server reads. */
export async function makeEmergencyKey(): Promise<EmergencyKey> {
  const { publicKey, privateKey } = await newPair();
  return {
    kid: await fingerprintOf(publicKey),
    publicKey: toBase64url(publicKey),
    privateKey: toBase64url(privateKey),
  };
}

/** A vault that was opened from its emergency envelope alone. */
export interface EmergencyOpened extends Owner {
  /** The keys, which seal and unseal as those of an open vault. */
  readonly keys: VaultKeys;
  /** The version of the vault when the envelope was sealed. */
  readonly version: number;
  /** Derives the bytes of a subkey, for hosts that use `vault.key` to seal data in a format of the host. */
  subkey(purpose: string): Promise<Bytes>;
}

/**
 * Opens an emergency envelope without a server. The header of the envelope names the tenant and the account, and is authenticated. But
 * anyone with the public key can seal an envelope with a different data key. The data key is the owner's only if it opens the owner's data.
 *
 * @param expected if given, the tenant and account that the envelope must name
 * @throws VaultError `envelope-malformed`, `envelope-damaged`, `wrong-emergency-key`, `envelope-of-another-account`, …
 */
export async function openEmergencyEnvelope(
  sealed: string,
  key: EmergencyKey,
  expected?: Partial<Owner>,
): Promise<EmergencyOpened> {
  const { tenant, account }: EnvelopeHeader = partsOf(sealed).header;
  const owner = { tenant: expected?.tenant ?? tenant, account: expected?.account ?? account };
  const { dataKey, header } = await openEnvelope(sealed, { kind: 'emergency', key }, owner);
  const subkey = async (purpose: string): Promise<Bytes> => {
    const parameters = await subkeyParameters(owner, purpose);
    return new Uint8Array(await crypto.subtle.deriveBits(parameters, await hkdfKey(dataKey), 256));
  };
  return { ...owner, version: header.version, keys: await HeldKey.of(owner, dataKey), subkey };
}
