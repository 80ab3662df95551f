import type { Instant } from '@sallyport/core';
import type { AccountId, TenantId } from './ids.ts';
import type { PolicyDocument } from './policy-record.ts';

/** A version of an organisation. Never changes once written. */
export interface OrganisationRecord {
  readonly tenant: TenantId;
  /** Below 800 bytes in UTF-8. Never used again after the removal. */
  readonly id: string;
  readonly name?: string;
  /** From 1, without gaps. */
  readonly version: number;
  /** Plain JSON, opaque to the store. */
  readonly document: PolicyDocument;
  readonly changedAt: Instant;
  /** An account id, `system`, `host` or `host:ID`. */
  readonly changedBy: string;
  /** Of the last version: the organisation is removed. */
  readonly removedAt?: Instant;
}

/** Goes with its account, and with its organisation. */
export interface MembershipRecord {
  readonly tenant: TenantId;
  readonly organisation: string;
  readonly accountId: AccountId;
  /** Rises with each write. The first may be any number from 1 on: an instant keeps a guard from taking a new membership for an earlier one. */
  readonly version: number;
  readonly roles: readonly string[];
  readonly since: Instant;
  /** An account id, `system`, `host` or `host:ID`. */
  readonly by: string;
}
