import type { Instant } from '@sallyport/core';
import type { EVENT_TYPES } from './event-types.ts';
import type { AccountId, TenantId } from './ids.ts';

export interface EventRecord {
  readonly tenant: TenantId;
  /** Unique in the tenant. */
  readonly id: string;
  /** When the request loaded what it judged. Its commit may come later. */
  readonly at: Instant;
  readonly type: EventType;
  /** Absent for events of the tenant. */
  readonly accountId?: AccountId;
  /** An account id, `system`, `provider:ID`, or host code. */
  readonly actor?: string | HostActor;
  readonly method?: string;
  readonly flow?: string;
  readonly ip?: string;
  /** No secrets. `setUpBy`: who, besides the owner, set up the proved factors. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** From before the change. `markNotified` removes the member. */
  readonly recipients?: Recipients;
}

export interface HostActor {
  readonly kind: 'host';
  readonly id?: string;
}

/** An account id, `system`, `provider:ID`, `host` or `host:ID`. */
export function actorName(actor: NonNullable<EventRecord['actor']>): string {
  if (typeof actor === 'string') return actor;
  return actor.id === undefined ? actor.kind : `${actor.kind}:${actor.id}`;
}

/** Fixed in the event's commit: no later change of the account diverts the notice. */
export interface Recipients {
  /** After a change of address also the new mailbox. */
  readonly addresses: readonly string[];
  readonly identifiers: readonly string[];
  /** The account had lost the address: its reader gets no link that ends something. */
  readonly isLost?: true;
  /** The event itself has only a short form. */
  readonly newIdentifier?: string;
  /** Of a deleted account, in `account.deletion-announced`. */
  readonly externalId?: string;
}

export type EventType = keyof typeof EVENT_TYPES;
