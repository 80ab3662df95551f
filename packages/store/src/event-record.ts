import type { Instant } from '@sallyport/core';
import type { EVENT_TYPES } from './event-types.ts';
import type { AccountId, TenantId } from './ids.ts';

/** One line of the action log. */
export interface EventRecord {
  readonly tenant: TenantId;
  readonly id: string;
  readonly at: Instant;
  readonly type: EventType;
  readonly accountId?: AccountId;
  /** An account id, `system`, or host code. */
  readonly actor?: string | HostActor;
  readonly method?: string;
  readonly flow?: string;
  readonly ip?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** The owner is to be told, at the addresses from before the change. Removed by `markTold`. */
  readonly tell?: Tell;
}

/** Host code that changes an account or the policy; `id` is the host's own word for which: a job, an operator. */
export interface HostActor {
  readonly kind: 'host';
  readonly id?: string;
}

/** Whom to tell of an event, fixed in its commit: no later change of the account diverts it. */
export interface Tell {
  /** Where to write to: the verified mailbox before the change, and after a change of address the new one as well. */
  readonly addresses: readonly string[];
  /** What the owner signs in with, for the words of the notice. */
  readonly identifiers: readonly string[];
}

export type EventType = keyof typeof EVENT_TYPES;
