import type { Instant } from '@sallyport/core';
import type { EVENT_TYPES } from './event-types.ts';
import type { AccountId, TenantId } from './ids.ts';

/** One line of the action log. */
export interface EventRecord {
  /** The tenant of the event. */
  readonly tenant: TenantId;
  /** Unique in the tenant. */
  readonly id: string;
  /** The time at which the request loaded what it judged. A slow verification ends later, and its commit comes after this time. */
  readonly at: Instant;
  /** What happened. */
  readonly type: EventType;
  /** The account that the event concerns; absent for events of the tenant. */
  readonly accountId?: AccountId;
  /** An account id, `system`, `provider:ID` (a provider of single sign-on), or host code. */
  readonly actor?: string | HostActor;
  /** The method of a proof, a set-up or a removal. */
  readonly method?: string;
  /** The id of the flow in which the event happened. */
  readonly flow?: string;
  /** The client's address, as the host states it. */
  readonly ip?: string;
  /**
   * Further facts of this type of event. No secrets. `setUpBy`: besides the owner, the setters of the factors that the session or the sign-in
   * proved.
   */
  readonly detail?: Readonly<Record<string, unknown>>;
  /**
   * The owner gets a notice, at the addresses from before the change. Of an event `account.deletion-announced`, the host gets the notice.
   * `markNotified` removes this member.
   */
  readonly recipients?: Recipients;
}

/** Host code that changes an account or the policy. `id` is the host's name for the job or operator. */
export interface HostActor {
  /** Tells host code from people. */
  readonly kind: 'host';
  /** The name of the job or operator, in the host's words. */
  readonly id?: string;
}

/** Returns the text that names the author of a change in a record: an account id, `system`, `provider:ID`, `host` or `host:ID`. */
export function actorName(actor: NonNullable<EventRecord['actor']>): string {
  if (typeof actor === 'string') return actor;
  return actor.id === undefined ? actor.kind : `${actor.kind}:${actor.id}`;
}

/** The recipients of a notice, fixed in the commit of the event. No later change of the account diverts the notice. */
export interface Recipients {
  /** The mail addresses: the verified mailbox before the change, and after a change of address also the new mailbox. */
  readonly addresses: readonly string[];
  /** The identifiers of the owner, for the text of the notice. */
  readonly identifiers: readonly string[];
  /** The new identifier, if the event is a change of the identifier. The event itself has only a short form. */
  readonly newIdentifier?: string;
  /** The host's key of a deleted account, if the event is `account.deletion-announced`, which has no addresses and no identifiers. */
  readonly externalId?: string;
}

/** What happened, such as `sign-in.succeeded`. */
export type EventType = keyof typeof EVENT_TYPES;
