import type { Evidence, Instant, Milliseconds } from '@sallyport/core';
import type { AccountId, TenantId } from './ids.ts';

/** The place of the flow's token in the client: a cookie or a header. Fixed when the flow opens, and inherited by the session. */
export type ClientMode = 'cookie' | 'token';

/** A session. Opaque token, stored hashed. */
export interface SessionRecord {
  /** The form of the record: see {@link RECORD_SCHEMA}. */
  readonly schema: 1;
  /** The tenant of the session. */
  readonly tenant: TenantId;
  /** Unique in the tenant. Not secret, and kept when the token rotates. */
  readonly id: string;
  /** The hash of the session's token, unique in the tenant. */
  readonly tokenHash: string;
  /** 1 at first; rises by one with each write, except for `lastSeenAt`. */
  readonly version: number;
  /** The account that is signed in. */
  readonly accountId: AccountId;
  /**
   * The account's epoch when the session was made, or when the session was kept while others ended. A session of an earlier epoch is
   * over.
   */
  readonly epoch: number;
  /** The place of the token in the client. */
  readonly mode: ClientMode;
  /** The proofs of the session, each with its own time. */
  readonly evidence: readonly Evidence[];
  /**
   * The ids of the bindings that the session rests on: of the factors that proved the session, and of the device where it was opened. If the
   * binding of a factor is removed, the session ends.
   */
  readonly bindings: readonly string[];
  /**
   * The policy version from which tightening is measured: the version that granted the session. A step-up sets the newer version only if the
   * session meets its account's requirements under that version.
   */
  readonly policyVersion: number;
  /** The sign-in. */
  readonly createdAt: Instant;
  /** A recent request: moves at most once a minute or so. */
  readonly lastSeenAt: Instant;
  /** Absolute end. */
  readonly expiresAt: Instant;
  /** The longest time without a request: the session is live while `now - lastSeenAt <= idle` and `now < expiresAt`. */
  readonly idle: Milliseconds;
  /** The client's address at the last grant, as the host states it. */
  readonly ip?: string;
  /** The `User-Agent` at the last grant, shortened. */
  readonly userAgent?: string;
  /** The provider where the session began, and the hint for its sign-out page. */
  readonly begunAt?: { readonly provider: string; readonly logoutHint?: string };
}
