import type { Instant } from '@sallyport/core';
import type { EnvelopeKind, TenantId } from '@sallyport/store';
import type { RefusalOf } from './refusal-table.ts';
import type { LiveSession } from './session.ts';

/** The public key of the emergency-access account (HPKE). The CLI makes its private key, and no server ever has the private key. */
export interface EmergencyKey {
  /** The fingerprint, which the host's client code knows: up to 64 base64url characters. */
  readonly kid: string;
  /** The uncompressed point of P-256: 65 bytes in base64url. */
  readonly publicKey: string;
}

/** Vault options. A tenant with this option keeps vaults: data keys that people seal in the client, and that the host cannot open. */
export interface VaultOptions {
  /** The key that clients seal to. Clients check its fingerprint against the fingerprint in the host's code. */
  readonly emergencyKey?: EmergencyKey | undefined;
}

/** A data key, sealed for one way to open it. */
export interface EnvelopeInput {
  /** The key that opens the envelope: of a passkey, of a secret that the person knows, or of the emergency account. */
  readonly kind: EnvelopeKind;
  /** For a `passkey` envelope, and no other kind: the id of one of the account's passkeys. */
  readonly passkeyId?: string;
  /** The sealed data key: opaque to the server, base64url by convention. `@sallyport/vault` makes it in the client. */
  readonly sealed: string;
}

/** A way into a vault. */
export interface EnvelopeView {
  /** For {@link Vaults.removeEnvelope}. */
  readonly id: string;
  /** The key that opens the envelope. */
  readonly kind: EnvelopeKind;
  /** The passkey of a `passkey` envelope. Absent in every other kind. */
  readonly passkeyId?: string;
  /** Epoch milliseconds. */
  readonly createdAt: Instant;
}

/** A vault as its owner sees it. */
export interface VaultView {
  /** 0 if there is no vault yet. */
  readonly version: number;
  /** The client's name for the data key. Absent if there is no vault yet. */
  readonly keyId?: string;
  /** The ways to open the vault, at most 20. Only a client can open an envelope. */
  readonly envelopes: readonly (EnvelopeView & { readonly sealed: string })[];
  /** The key of the `vault` option. A client checks its fingerprint before it seals to the key. */
  readonly emergencyKey?: EmergencyKey;
}

/** A vault as an administrator sees it: its envelopes without their sealed keys. */
export interface VaultOverview {
  /** 0 if the account has no vault. */
  readonly version: number;
  /** Empty if the account has no vault. */
  readonly envelopes: readonly EnvelopeView[];
}

/** An envelope for the emergency account's private key, to be opened away from the server. */
export interface EmergencyEnvelope {
  /** The id of the key that the envelope is sealed to. Absent if the host had no key when the envelope was made. */
  readonly kid?: string;
  /** base64url, by HPKE (RFC 9180). */
  readonly sealed: string;
}

/**
 * Vaults. The HTTP layer checks `recent-proof` before each change, and `administrator` before each act of administration. If the tenant
 * keeps no vaults, the answer is `not-found`.
 */
export interface Vaults {
  /** The vault of the session's owner. Version 0 without envelopes if there is no vault yet. */
  view(session: LiveSession): Promise<VaultView | RefusalOf<'vault.view'>>;
  /** Creates the vault, or replaces the whole vault with a new key. */
  replace(
    session: LiveSession,
    input: { keyId: string; envelopes: readonly EnvelopeInput[]; ifVersion: number },
  ): Promise<VaultView | RefusalOf<'vault.replace'>>;
  /**
   * Adds a way to open the vault. Answers `precondition-failed` if the vault's version is not `ifVersion`, `already-exists` if the passkey
   * has an envelope, and `malformed-input` beyond 20 envelopes or for a passkey of another account.
   */
  addEnvelope(
    session: LiveSession,
    input: EnvelopeInput & { ifVersion: number },
  ): Promise<VaultView | RefusalOf<'vault.addEnvelope'>>;
  /**
   * Answers `vault-needs-another-way` if only passkeys could open the vault afterwards, or if the policy requires the emergency envelope.
   * Answers `precondition-failed` if the vault's version is not `ifVersion`.
   */
  removeEnvelope(
    session: LiveSession,
    id: string,
    input: { ifVersion: number },
  ): Promise<VaultView | RefusalOf<'vault.removeEnvelope'>>;
  /** The vault of an account, for an administrator. Answers `not-found` for an unknown account. */
  overview(tenant: TenantId, id: string): Promise<VaultOverview | RefusalOf<'vault.overview'>>;
  /** Returns the emergency envelope, to an administrator that is an emergency account. The owner gets a notice. */
  emergencyOpen(
    actor: LiveSession,
    id: string,
    input: { reason: string },
  ): Promise<EmergencyEnvelope | RefusalOf<'vault.emergencyOpen'>>;
}
