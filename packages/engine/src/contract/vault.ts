import type { Instant } from '@sallyport/core';
import type { EnvelopeKind, TenantId } from '@sallyport/store';
import type { RefusalOf } from './refusals.ts';
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
  readonly kind: EnvelopeKind;
  /** For a `passkey` envelope, and no other kind: the id of one of the account's passkeys. */
  readonly passkeyId?: string;
  readonly sealed: string;
}

/** A way into a vault. */
export interface EnvelopeView {
  readonly id: string;
  readonly kind: EnvelopeKind;
  readonly passkeyId?: string;
  readonly createdAt: Instant;
}

export interface VaultView {
  /** 0 if there is no vault yet. */
  readonly version: number;
  readonly keyId?: string;
  readonly envelopes: readonly (EnvelopeView & { readonly sealed: string })[];
  readonly emergencyKey?: EmergencyKey;
}

/** A vault as an administrator sees it: its envelopes without their sealed keys. */
export interface VaultOverview {
  readonly version: number;
  readonly envelopes: readonly EnvelopeView[];
}

/** An envelope for the emergency account's private key, to be opened away from the server. */
export interface EmergencyEnvelope {
  /** The id of the key that the envelope is sealed to. Absent if the host had no key when the envelope was made. */
  readonly kid?: string;
  readonly sealed: string;
}

/**
 * Vaults. The HTTP layer checks `recent-proof` before each change, and `administrator` before each act of administration. If the tenant
 * keeps no vaults, the answer is `not-found`.
 */
export interface Vaults {
  view(session: LiveSession): Promise<VaultView | RefusalOf<'vault.view'>>;
  /** Creates the vault, or replaces the whole vault with a new key. */
  replace(
    session: LiveSession,
    input: { keyId: string; envelopes: readonly EnvelopeInput[]; ifVersion: number },
  ): Promise<VaultView | RefusalOf<'vault.replace'>>;
  addEnvelope(
    session: LiveSession,
    input: EnvelopeInput & { ifVersion: number },
  ): Promise<VaultView | RefusalOf<'vault.addEnvelope'>>;
  removeEnvelope(
    session: LiveSession,
    id: string,
    input: { ifVersion: number },
  ): Promise<VaultView | RefusalOf<'vault.removeEnvelope'>>;
  overview(tenant: TenantId, id: string): Promise<VaultOverview | RefusalOf<'vault.overview'>>;
  /** Returns the emergency envelope, to an administrator that is an emergency account. The owner gets a notice. */
  emergencyOpen(
    actor: LiveSession,
    id: string,
    input: { reason: string },
  ): Promise<EmergencyEnvelope | RefusalOf<'vault.emergencyOpen'>>;
}
