import type { Instant } from '@sallyport/core';
import type { AccountId, SetUpBy, TenantId } from './records.ts';

/** A passkey with PRF, a known secret, or the host's emergency account. */
export type EnvelopeKind = 'passkey' | 'secret' | 'emergency';

/** The data key, sealed in the client once for each way. The server can open no envelope. Separate: no session check and no step reads it. */
export interface VaultRecord {
  readonly schema: 1;
  readonly tenant: TenantId;
  readonly accountId: AccountId;
  readonly version: number;
  readonly keyId: string;
  /** 1 to 20. */
  readonly envelopes: readonly EnvelopeRecord[];
}

export interface EnvelopeRecord {
  readonly id: string;
  readonly kind: EnvelopeKind;
  /** For `passkey`: the credential id. */
  readonly passkeyId?: string;
  /** For `emergency`: the host's key. */
  readonly kid?: string;
  readonly createdAt: Instant;
  /** Base64url, opaque to the server. */
  readonly sealed: string;
  readonly setUpBy?: SetUpBy;
}

export interface VaultWays {
  readonly accountId: AccountId;
  readonly kinds: readonly EnvelopeKind[];
}
