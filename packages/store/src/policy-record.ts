import type { Instant } from '@sallyport/core';
import type { AccountId, TenantId } from './ids.ts';

/** The plain JSON of a policy, as sent and as stored. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

/** A version of a tenant's policy. Never changes once written. */
export interface PolicyRecord {
  /** The tenant of the policy. */
  readonly tenant: TenantId;
  /** 1 for the first stored policy; then without gaps. */
  readonly version: number;
  /** The policy as written. */
  readonly document: PolicyDocument;
  /** When the version came into force. */
  readonly changedAt: Instant;
  /** An account id, `system`, `host` or `host:ID`. */
  readonly changedBy: string;
  /** The author's words on the change. */
  readonly note?: string;
  /** The host's name of the policy's release. */
  readonly release?: string;
}

/**
 * The accounts that may change the policy, one record a tenant. A change writes this record if the change could leave the tenant without
 * a policy administrator.
 */
export interface AdministratorsRecord {
  /** The tenant of the record. */
  readonly tenant: TenantId;
  /** 1 at first; rises by 1 with every write. */
  readonly version: number;
  /** The ids of the accounts. May be empty. */
  readonly accountIds: readonly AccountId[];
}
