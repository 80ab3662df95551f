import type { Instant } from '@sallyport/core';
import type { AccountId, TenantId } from './ids.ts';

/** The plain JSON of a policy, as sent and as stored. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

export interface PolicyRecord {
  readonly tenant: TenantId;
  readonly version: number;
  readonly document: PolicyDocument;
  readonly changedAt: Instant;
  /** An account id, `system`, `host` or `host:ID`. */
  readonly changedBy: string;
  /** The host's name of the policy's release. */
  readonly release?: string;
}

/**
 * The accounts that may change the policy, one record a tenant. A change writes this record if the change could leave the tenant without
 * a policy administrator.
 */
export interface AdministratorsRecord {
  readonly tenant: TenantId;
  readonly version: number;
  readonly accountIds: readonly AccountId[];
}
