import type { EnvelopeKind } from '../envelope/header.ts';
import type { EmergencyPublicKey } from '../ways/emergency-key.ts';

/** A vault as the server stores it. */
export interface StoredVault {
  /** 0 if there is no vault. Rises by one with each change. */
  readonly version: number;
  /** Absent if there is no vault. */
  readonly keyId?: string | undefined;
  /** Empty if there is no vault. */
  readonly envelopes: readonly StoredEnvelope[];
  /** The emergency key that the server claims. `trustedKey` compares the key with the host's fingerprint. */
  readonly emergencyKey?: EmergencyPublicKey | undefined;
}

/** An envelope as the server stores it. */
export interface StoredEnvelope extends NewEnvelope {
  /** The server's id of the envelope, for `remove`. */
  readonly id: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** The data key, sealed for a way. */
export interface NewEnvelope {
  /** The key that opens the envelope. */
  readonly kind: EnvelopeKind;
  /** The credential id. Only for `passkey`. */
  readonly passkeyId?: string | undefined;
  /** The envelope as text, at most 4,096 characters. Opaque to the server. */
  readonly sealed: string;
}

/**
 * Reads and changes the vault of the signed-in account. Each change names the version that it is based on, and returns the vault after the
 * change.
 *
 * Throws `VaultError` `vault-changed` if the vault has another version, or if the vault of another account than `account` would change. Also throws `vault-needs-another-way`, `unreachable` and
 * `unexpected-answer`. Every other refusal is `refused`, or an error of the host.
 */
export interface VaultTransport {
  /** Reads the vault. If there is no vault, `version` is 0. */
  load(): Promise<StoredVault>;
  /** Creates the vault, or replaces the whole vault. */
  replace(
    version: number,
    vault: { readonly keyId: string; readonly envelopes: readonly NewEnvelope[] },
    account?: string,
  ): Promise<StoredVault>;
  /** Adds an envelope to the vault. */
  add(version: number, envelope: NewEnvelope, account?: string): Promise<StoredVault>;
  /** Removes the envelope with this id. */
  remove(version: number, envelopeId: string, account?: string): Promise<StoredVault>;
}
