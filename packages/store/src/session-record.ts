import type { Evidence, Instant, Milliseconds } from '@sallyport/core';
import type { AccountId, TenantId } from './ids.ts';

/** The place of the flow's token in the client: a cookie or a header. Fixed when the flow opens, and inherited by the session. */
export type ClientMode = 'cookie' | 'token';

/** A session. Opaque token, stored hashed. */
export interface SessionRecord {
  readonly schema: 1;
  readonly tenant: TenantId;
  readonly id: string;
  readonly tokenHash: string;
  readonly version: number;
  readonly accountId: AccountId;
  /**
   * The account's epoch when the session was made, or when the session was kept while others ended. A session of an earlier epoch is
   * over.
   */
  readonly epoch: number;
  readonly mode: ClientMode;
  readonly evidence: readonly Evidence[];
  /** The ids of the bindings that proved the session. If a binding is removed, the session ends. */
  readonly bindings: readonly string[];
  readonly policyVersion: number;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  /** Absolute end. */
  readonly expiresAt: Instant;
  /** The longest time without a request. */
  readonly idle: Milliseconds;
  readonly ip?: string;
  readonly userAgent?: string;
  /** The provider where the session began, and the hint for its sign-out page. */
  readonly begunAt?: { readonly provider: string; readonly logoutHint?: string };
}
