import type { Instant } from '@sallyport/core';
import type { AccountId, TenantId } from './ids.ts';

/** The plain JSON of a policy, as it travels and is stored. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

export interface PolicyRecord {
  readonly tenant: TenantId;
  readonly version: number;
  readonly document: PolicyDocument;
  readonly changedAt: Instant;
  /** An account id, `system`, or `host` and which. */
  readonly changedBy: string;
  /** The host's word for the release whose code brought it. */
  readonly release?: string;
}

/** Who may change the policy, one record a tenant: whatever could strand the last of them writes it. */
export interface AdministratorsRecord {
  readonly tenant: TenantId;
  readonly version: number;
  readonly accountIds: readonly AccountId[];
}
