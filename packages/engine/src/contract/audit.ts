import type { Instant } from '@sallyport/core';
import type { AccountId, EventRecord } from '@sallyport/store';
import type { WordedReason } from './flow.ts';

/** An event of the action log, without the members that the engine keeps for itself. */
export type EventView = Omit<EventRecord, 'tenant' | 'tell'>;

/** The state of a tenant at one moment. Instants are epoch milliseconds. */
export interface SecurityView {
  /** A member for each lock that keeps strangers from guessing: an account can have several. `authenticator` says what was guessed at. */
  readonly locked: readonly { accountId: AccountId; identifier: string; authenticator: string; until: Instant }[];
  /** The accounts that `people.block` closed. `by` is the author of the block. */
  readonly blocked: readonly { accountId: AccountId; identifier: string; since: Instant; by: string; reason: string }[];
  /** The failed sign-ins of the last 24 hours, oldest first, also at unknown identifiers. An hour without failures is left out. */
  readonly failuresByHour: readonly { hour: Instant; count: number }[];
  /** The accounts that must set up a factor under the policy in force, or cannot sign in alone. */
  readonly mandatesUnmet: readonly { accountId: AccountId; identifier: string; because: readonly WordedReason[] }[];
  /** The version of the policy that judged the accounts. */
  readonly policyVersion: number;
}

/** The action log and the security view of a tenant. */
export interface Audit {
  /** The action log, newest first, 50 events a page. */
  events(
    tenant: string,
    page?: { readonly account?: string; readonly type?: string; readonly cursor?: string },
  ): Promise<{ readonly events: readonly EventView[]; readonly next?: string }>;
  /** Locked and blocked accounts, failures by the hour, and accounts that do not meet the policy. Reads every account of the tenant. */
  security(tenant: string): Promise<SecurityView>;
}
