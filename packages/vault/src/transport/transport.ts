import type { EnvelopeKind } from '../envelope/header.ts';
import type { EmergencyPublicKey } from '../ways/emergency-key.ts';

/** A vault as the server keeps it. */
export interface StoredVault {
  /** 0 before there is one; rises by one with each change. */
  readonly version: number;
  /** Absent before there is a vault. */
  readonly keyId?: string | undefined;
  readonly envelopes: readonly StoredEnvelope[];
  /** The server's word on it: {@link trustedKey} compares it with the host's own. */
  readonly emergencyKey?: EmergencyPublicKey | undefined;
}

/** One way in. */
export interface StoredEnvelope extends NewEnvelope {
  readonly id: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** The data key, sealed for one way. */
export interface NewEnvelope {
  readonly kind: EnvelopeKind;
  /** Of a passkey's only. */
  readonly passkeyId?: string | undefined;
  readonly sealed: string;
}

/**
 * How a client reaches the vault of the account that is signed in. Each change names the version that it is based on, and answers the
 * vault as it is then.
 *
 * It throws `VaultError` `vault-changed` if the vault has another version, `vault-needs-another-way`, `unreachable`, `unexpected-answer`,
 * and for every other refusal `refused`, or an error of the host's own.
 */
export interface VaultTransport {
  load(): Promise<StoredVault>;
  /** Makes the vault, or replaces all of it. */
  replace(
    version: number,
    vault: { readonly keyId: string; readonly envelopes: readonly NewEnvelope[] },
  ): Promise<StoredVault>;
  add(version: number, envelope: NewEnvelope): Promise<StoredVault>;
  remove(version: number, envelopeId: string): Promise<StoredVault>;
}
