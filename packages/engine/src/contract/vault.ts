import type { Instant } from '@sallyport/core';
import type { EnvelopeKind, TenantId } from '@sallyport/store';
import type { Refusal } from './refusal.ts';
import type { LiveSession } from './session.ts';

/** The public key of the emergency-access account (HPKE). Its private key is made by the CLI, and no server ever has it. */
export interface EmergencyKey {
  /** Its fingerprint, by which the host's own code knows it: up to 64 base64url characters. */
  readonly kid: string;
  /** The uncompressed point of P-256: 65 bytes in base64url. */
  readonly publicKey: string;
}

/** A tenant that has this keeps vaults: data keys that its people seal in the client, and that the host cannot open. */
export interface VaultOptions {
  /** Told to clients, to seal to. They check its fingerprint against one in the host's own code. */
  readonly emergencyKey?: EmergencyKey | undefined;
}

/** A data key, sealed for one way to open it. */
export interface EnvelopeInput {
  readonly kind: EnvelopeKind;
  /** Of a `passkey` envelope, and of no other: one of the account's own. */
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
  /** 0 before there is one. */
  readonly version: number;
  readonly keyId?: string;
  readonly envelopes: readonly (EnvelopeView & { readonly sealed: string })[];
  readonly emergencyKey?: EmergencyKey;
}

/** A vault as an administrator sees it: which ways there are, and nothing that opens. */
export interface VaultOverview {
  readonly version: number;
  readonly envelopes: readonly EnvelopeView[];
}

/** What is opened with the emergency account's private key, away from the server. */
export interface EmergencyEnvelope {
  /** The key it was sealed to; absent if the host had none configured then. */
  readonly kid?: string;
  readonly sealed: string;
}

/**
 * Vaults. Each change is behind `recent-proof`, and each act of administration behind `administrator`, already. A tenant that keeps no vaults
 * is answered `not-found`.
 */
export interface Vaults {
  view(session: LiveSession): Promise<VaultView | Refusal>;
  /** Creates the vault, or replaces all of it with a new key. */
  replace(
    session: LiveSession,
    input: { keyId: string; envelopes: readonly EnvelopeInput[]; ifVersion: number },
  ): Promise<VaultView | Refusal>;
  addEnvelope(session: LiveSession, input: EnvelopeInput & { ifVersion: number }): Promise<VaultView | Refusal>;
  removeEnvelope(session: LiveSession, id: string, input: { ifVersion: number }): Promise<VaultView | Refusal>;
  overview(tenant: TenantId, id: string): Promise<VaultOverview | Refusal>;
  /** Hands out the emergency envelope; only to an administrator that is an emergency account. The owner is told. */
  emergencyOpen(actor: LiveSession, id: string, input: { reason: string }): Promise<EmergencyEnvelope | Refusal>;
}
