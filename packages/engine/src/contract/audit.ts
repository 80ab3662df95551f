import type { Instant } from '@sallyport/core';
import type { AccountId, EventRecord } from '@sallyport/store';
import type { WordedReason } from './flow.ts';

export type EventView = Omit<EventRecord, 'tenant' | 'tell'>;

export interface SecurityView {
  readonly locked: readonly { accountId: AccountId; identifier: string; authenticator: string; until: Instant }[];
  readonly blocked: readonly { accountId: AccountId; identifier: string; since: Instant; by: string; reason: string }[];
  readonly failuresByHour: readonly { hour: Instant; count: number }[];
  readonly mandatesUnmet: readonly { accountId: AccountId; identifier: string; because: readonly WordedReason[] }[];
  readonly policyVersion: number;
}

/** What happened and what stands, for whoever watches over a tenant. */
export interface Audit {
  /** The action log, newest first, 50 events a page. */
  events(
    tenant: string,
    page?: { readonly account?: string; readonly type?: string; readonly cursor?: string },
  ): Promise<{ readonly events: readonly EventView[]; readonly next?: string }>;
  /** Locked and blocked accounts, failures by the hour, and accounts that do not meet the policy. Reads every account of the tenant. */
  security(tenant: string): Promise<SecurityView>;
}
