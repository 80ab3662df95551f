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
  /** The owner gets a notice, at the addresses from before the change. `markTold` removes this member. */
  readonly tell?: Tell;
}

/** Host code that changes an account or the policy. `id` is the host's name for the job or operator. */
export interface HostActor {
  readonly kind: 'host';
  readonly id?: string;
}

/** The recipients of a notice, fixed in the commit of the event. No later change of the account diverts the notice. */
export interface Tell {
  /** The mail addresses: the verified mailbox before the change, and after a change of address also the new mailbox. */
  readonly addresses: readonly string[];
  /** The identifiers of the owner, for the text of the notice. */
  readonly identifiers: readonly string[];
}

export type EventType = keyof typeof EVENT_TYPES;
