import type { Instant } from '@sallyport/core';
import type { AccountId, SetUpBy, TenantId } from './records.ts';

/** How an envelope opens the vault: a passkey with PRF, a secret that the person knows, or the host's emergency-access account. */
export type EnvelopeKind = 'passkey' | 'secret' | 'emergency';

/**
 * An account's vault: its data key, sealed in the client once for each way to open it. The server can open no envelope. The vault is a
 * separate record: no session check and no step reads the vault. A commit writes the vault only together with its account, and the
 * account's version guards the vault.
 */
export interface VaultRecord {
  /** The form of the record: see {@link RECORD_SCHEMA}. */
  readonly schema: 1;
  /** The tenant of the vault. */
  readonly tenant: TenantId;
  /** The owner. An account has at most one vault. */
  readonly accountId: AccountId;
  /** Rises with every write of the vault. */
  readonly version: number;
  /** The client's name for the data key. Changes with the key. */
  readonly keyId: string;
  /** The ways to open the vault, 1 to 20. */
  readonly envelopes: readonly EnvelopeRecord[];
}

/** The data key, sealed for one way to open it. */
export interface EnvelopeRecord {
  /** Unique in the vault. */
  readonly id: string;
  /** The key that opens the envelope. */
  readonly kind: EnvelopeKind;
  /** For `passkey`: the credential id of one of the account's passkeys. */
  readonly passkeyId?: string;
  /** For `emergency`: the id of the host's emergency key when the envelope was made. */
  readonly kid?: string;
  /** When the envelope was added. */
  readonly createdAt: Instant;
  /** base64url, opaque to the server. */
  readonly sealed: string;
  /** As for a factor: an account that gains a role of administration keeps only the envelopes that its owner made. */
  readonly setUpBy?: SetUpBy;
}

/** The kinds of the envelopes of an account's vault, in their order. */
export interface VaultWays {
  /** The owner of the vault. */
  readonly accountId: AccountId;
  /** A member for each envelope. */
  readonly kinds: readonly EnvelopeKind[];
}
