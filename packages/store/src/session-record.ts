import type { Evidence, FormerToken, Instant, Milliseconds, OpenedBeside } from '@sallyport/core';
import type { AccountId, TenantId } from './ids.ts';

export type ClientMode = 'cookie' | 'token';

export interface SessionRecord {
  readonly schema: 1;
  readonly tenant: TenantId;
  /** Not secret, and kept when the token rotates. */
  readonly id: string;
  readonly tokenHash: string;
  /** The token that the client had before, hashed: of this session, or of another one of the account. It opens nothing. For a minute a sign-out by it ends the session, and a sign-in of the account replaces the session. */
  readonly former?: FormerToken;
  /** The id of the first session in the client. Each later session replaced the earlier one. Absent: this is the first session. */
  readonly lineage?: string;
  /** Sessions that sign-ins of the same client opened beside this one. For a minute they end with a sign-out of this session. */
  readonly opened?: readonly OpenedBeside<AccountId>[];
  /** From 1, rises with each write, except for `lastSeenAt`. */
  readonly version: number;
  readonly accountId: AccountId;
  /** A session of an earlier epoch than the account's is over. */
  readonly epoch: number;
  readonly mode: ClientMode;
  readonly evidence: readonly Evidence[];
  /** Of the factors that proved the session, and of the device. */
  readonly bindings: readonly string[];
  /** The version that granted the session, from which tightening is measured. A step-up raises it only if the session meets that version. */
  readonly policyVersion: number;
  readonly createdAt: Instant;
  /** Moves at most once a minute or so. */
  readonly lastSeenAt: Instant;
  readonly expiresAt: Instant;
  /** Live while `now - lastSeenAt <= idle` and `now < expiresAt`. */
  readonly idle: Milliseconds;
  /** At the last grant, as the host states it. */
  readonly ip?: string;
  readonly userAgent?: string;
  readonly begunAt?: { readonly provider: string; readonly logoutHint?: string };
}
