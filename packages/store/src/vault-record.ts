import type { Instant } from '@sallyport/core';
import type { AccountId, SetUpBy, TenantId } from './records.ts';

/** How a way into a vault opens it: a passkey by PRF, a secret that the person knows, the host's emergency-access account. */
export type EnvelopeKind = 'passkey' | 'secret' | 'emergency';

/**
 * An account's vault: its data key, sealed in the client once for each way to open it. The server can open none of these. It is a
 * record of its own, so that no session check and no step reads it, and it is only written beside its account, whose version
 * is its guard.
 */
export interface VaultRecord {
  readonly schema: 1;
  readonly tenant: TenantId;
  readonly accountId: AccountId;
  /** Rises with every write of the vault. */
  readonly version: number;
  /** The client's name for the data key: another with each new key. */
  readonly keyId: string;
  readonly envelopes: readonly EnvelopeRecord[];
}

/** The data key, sealed for one way to open it. */
export interface EnvelopeRecord {
  readonly id: string;
  readonly kind: EnvelopeKind;
  /** Of a passkey's: the credential id, of a passkey that the account has. */
  readonly passkeyId?: string;
  /** Of an emergency envelope: the emergency key that the host had when it was made. */
  readonly kid?: string;
  readonly createdAt: Instant;
  /** base64url; means nothing to the server. */
  readonly sealed: string;
  /** As of a factor: an account that gains a role of administration keeps only the envelopes that its owner made. */
  readonly setUpBy?: SetUpBy;
}

/** Of which kinds the ways into an account's vault are, in their order. */
export interface VaultWays {
  readonly accountId: AccountId;
  readonly kinds: readonly EnvelopeKind[];
}
