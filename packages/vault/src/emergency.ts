/**
 * `@sallyport/vault/emergency`: the emergency key, and how it opens a vault without a server.
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

/** Makes an emergency key. Its private part belongs in a file that no server reads. */
export async function makeEmergencyKey(): Promise<EmergencyKey> {
  const { publicKey, privateKey } = await newPair();
  return {
    kid: await fingerprintOf(publicKey),
    publicKey: toBase64url(publicKey),
    privateKey: toBase64url(privateKey),
  };
}

/** A vault that was opened by its emergency envelope alone. */
export interface EmergencyOpened extends Owner {
  readonly keys: VaultKeys;
  /** The version of the vault that the envelope was sealed at. */
  readonly version: number;
  /** The bytes of a subkey, for hosts that seal by `vault.key` in a form of their own. */
  subkey(purpose: string): Promise<Bytes>;
}

/**
 * Opens an emergency envelope, with no server and no other file. Whose it is stands in it and is authenticated with it; but anybody
 * with the public key could have sealed a key of their own: that it is the right one shows in what it opens.
 *
 * @param expected where given, the envelope has to be of this account
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
