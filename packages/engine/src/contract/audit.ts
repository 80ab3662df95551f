import type { Instant } from '@sallyport/core';
import type { LogHead, LogKey } from '@sallyport/core/log';
import type { EventCount, EventRecord, EventType, HostActor } from '@sallyport/store';
import type { AccountName } from './account-ref.ts';
import type { WordedReason } from './flow.ts';
import type { NamedAccount, OverviewView, RisksView } from './people-list.ts';
import type { RefusalOf } from './refusal-table.ts';

/** An event of the action log, without the members that the engine keeps for itself. */
export type EventView = Omit<EventRecord, 'tenant' | 'recipients'>;

/** Which events of the stream host code asks for. Absent members restrict nothing. */
export interface EventsQuery {
  /** Default: `default`. */
  readonly tenant?: string | undefined;
  /** The `next` of the page before. Absent: the stream begins with the oldest event that is kept. */
  readonly after?: string | undefined;
  /** Events of this time and later, by `at`: a date, or epoch milliseconds. */
  readonly from?: Date | number | undefined;
  /** Events before this time. */
  readonly to?: Date | number | undefined;
  /** The author: `system`, host code as it is in an event, or a person. */
  readonly by?: 'system' | HostActor | AccountName | undefined;
  /** The person whom the event concerns. Name a deleted account by its `accountId`. */
  readonly of?: AccountName | undefined;
  /** One type, or at most 100 types. */
  readonly type?: EventType | readonly EventType[] | undefined;
  /** The most events of the page, 1 to 1,000. Default: 100. */
  readonly limit?: number | undefined;
}

/** A page of the stream of events. */
export interface EventPage {
  /** In the order of the commits. Empty if there are no further events yet, or if a long part of the log has no matching event. */
  readonly events: readonly EventView[];
  /** The cursor to go on from, now or later. Always present. Keep it once the events of the page are stored. */
  readonly next: string;
}

/** The action log of each tenant. Default of `tenant`: `default`. */
export interface EventLog {
  /**
   * Reads the action log as a stream, oldest first. Reads a page, and never waits for new events: ask again with
   * `after: next`. Each event comes at least once, no later than 5 s after its commit, in the order of the commits. An event that a retention
   * removed before it was read does not come.
   *
   * @throws TypeError if a member is malformed, or `after` is not a `next` of this tenant
   * @throws SallyportConfigError `bad-tenant`
   * @throws StoreUnavailable if the store does not answer: ask again with the same `after`
   * @example
   * ```ts
   * import { setTimeout as pause } from 'node:timers/promises';
   *
   * declare function loadCursor(): Promise<string | undefined>;
   * declare function deliver(events: readonly object[], next: string): Promise<void>;
   *
   * for (let after = await loadCursor(); ; ) {
   *   const { events, next } = await auth.events({ after });
   *   if (events.length === 0) await pause(1_000);
   *   else await deliver(events, next); // sends the events, and then keeps `next`
   *   after = next;
   * }
   * ```
   */
  (query?: EventsQuery): Promise<EventPage>;
  /**
   * The last signed head of the sealed log. Keep heads outside the database: a kept head proves every event before it.
   *
   * @throws SallyportConfigError `bad-tenant`
   * @throws StoreUnavailable if the store does not answer
   */
  head(options?: { readonly tenant?: string | undefined }): Promise<LogHead>;
  /** The public keys of the heads, as a JWK set (RFC 7517). Throws as `head`. */
  keys(options?: { readonly tenant?: string | undefined }): Promise<{ readonly keys: readonly LogKey[] }>;
  /**
   * The whole log for `sallyport log verify`: lines of JSON without line breaks. Seals the log first. Every account has its pseudonym. The entries of
   * all events are in memory meanwhile. Throws as `head`, from the loop.
   */
  lines(options?: { readonly tenant?: string | undefined }): AsyncIterable<string>;
}

/** What an administrator asks of the action log. Absent members restrict nothing. */
export interface AuditQuery {
  /** Events that concern this account id. */
  readonly account?: string;
  /** Events of this author: an account id, `system`, `host`, `host:` and the id of the host code, or `provider:` and the id of a provider. */
  readonly actor?: string;
  /** Events of this type, or of one of at most 100 types. A type that does not exist has no events. */
  readonly type?: string | readonly string[];
  /** Events of this instant and later. */
  readonly from?: Instant;
  /** Events before this instant. */
  readonly to?: Instant;
  /** The `next` of the page before, in the same order. `events` throws `MalformedQuery` at any other text. */
  readonly cursor?: string;
  /** The most events of a page, 1 to 1,000. Default: 50. Any other number throws `TypeError`. */
  readonly limit?: number;
}

/** A page of the action log, for an administrator. */
export interface AuditPage {
  /** The events in the order that was asked for. */
  readonly events: readonly EventView[];
  /**
   * The name for people of each account that the events of the page name, by the account's id: from `displayNames` or the creation, otherwise the first identifier, with the
   * mailbox behind it if the mailbox is another one. A deleted account has a pseudonym in place of
   * its id, and no name. Also the name of each provider that the events name, by `provider:ID`.
   */
  readonly names: Readonly<Record<string, string>>;
  /** The cursor of the next page. Absent on the last page of the list that is newest first. */
  readonly next?: string;
}

/** The state of a tenant at one moment. Each list of accounts has at most 1,000 entries, in the order of the ids. Instants are epoch milliseconds. */
export interface SecurityView {
  /** A member for each lock that keeps strangers from guessing: an account can have several. `authenticator` says what was guessed at. */
  readonly locked: readonly (NamedAccount & { authenticator: string; until: Instant })[];
  /** The accounts that `people.block` closed. `by` is the author of the block. */
  readonly blocked: readonly (NamedAccount & { since: Instant; by: string; reason: string })[];
  /** The failed sign-ins of the last 24 hours, oldest first, also at unknown identifiers. An hour without failures is left out. */
  readonly failuresByHour: readonly { hour: Instant; count: number }[];
  /** The accounts that must set up a factor under the policy in force, or cannot sign in alone. */
  readonly mandatesUnmet: readonly (NamedAccount & { because: readonly WordedReason[] })[];
  /** The version of the policy that judged the accounts. */
  readonly policyVersion: number;
  /** The numbers of the entries beyond the first 1,000. Absent: every list is complete. `people.list` has pages of all accounts. */
  readonly more?: { readonly locked: number; readonly blocked: number; readonly mandatesUnmet: number };
  /** As in {@link PeoplePage}. */
  readonly pending?: number;
}

/**
 * The action log and the security view of a tenant. Every function checks nobody's right, as `people.find`: the caller vouches for who may look. The routes of
 * the contract check the right of an administrator first.
 */
export interface Audit {
  /**
   * The action log, newest first, with the names of the accounts. Checks nobody's right.
   *
   * @example
   * ```ts
   * const { events, names, next } = await auth.audit.events('default', { type: 'account.email-changed', limit: 20 });
   * ```
   */
  events(tenant: string, query?: AuditQuery): Promise<AuditPage>;
  /**
   * The action log as a stream, oldest first: as `events` of the whole object gives it to host code. Answers `malformed-input` if the cursor is
   * not of this tenant's stream.
   */
  stream(tenant: string, query?: AuditQuery): Promise<Required<AuditPage> | RefusalOf<'audit.stream'>>;
  /**
   * The pages of the whole log, in the order of `order`, from the first page to the end of the log at the moment of the first page. For an export.
   * `cursor` and `limit` change nothing.
   */
  pages(
    tenant: string,
    query?: AuditQuery & { readonly order?: 'newest-first' | 'oldest-first' },
  ): AsyncIterable<AuditPage>;
  /** The numbers of events by the hour, oldest first, without the hours that have none. `cursor` and `limit` change nothing. */
  hours(tenant: string, query?: AuditQuery): Promise<readonly EventCount[]>;
  /** The last signed head of the sealed log. */
  head(tenant: string): Promise<LogHead>;
  /** The public keys of the heads, as a JWK set. */
  keys(tenant: string): Promise<{ readonly keys: readonly LogKey[] }>;
  /** Locked and blocked accounts, failures by the hour, and accounts that do not meet the policy. Reads no other account. */
  security(tenant: string): Promise<SecurityView>;
  /** The numbers of a tenant, its last thirty days, and what needs somebody. */
  overview(tenant: string): Promise<OverviewView>;
  /** The risks of the accounts and of the policy. */
  risks(tenant: string): Promise<RisksView>;
}
