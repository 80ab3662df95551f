import type { Instant } from '@sallyport/core';
import type { LogBatchRecord } from './log-batch-record.ts';
import type { Listed, Page } from './page.ts';
import type { AccountsPage, DayRecord, JudgedAccount, ListedPerson, PeopleAsked, ProfileCount } from './people.ts';
import type {
  AccountId,
  AccountRecord,
  CounterView,
  EventRecord,
  HostActor,
  PolicyRecord,
  TenantId,
} from './records.ts';
import type { VaultWays } from './vault-record.ts';

/**
 * What a store serves to lists, reports and the sealed log. A person signs in without these methods, but every method of the port belongs to a store. The
 * promises of `Store` hold here too.
 */
export interface StoreReports {
  /**
   * The accounts of a tenant in the order of their ids by code unit: the ids are ASCII, and `Z` comes before `_` and `a`. Each word of `query`
   * (`searchedWords`) is part of one of an account's names (`searchedNames`), matched literally, after `toLowerCase` of the name. Two words can be parts of
   * two names. A `query` without a word matches all. `name` is equal to one of these names, after `toLowerCase` of both. A stranger can ask for any name: a search by `name` goes by an index, and reads no other accounts. A `query` or `name` that the
   * database cannot store throws `TypeError`, or matches nothing.
   */
  listAccounts(tenant: TenantId, page: AccountsPage): Promise<Listed<AccountRecord>>;
  /**
   * The accounts of a tenant, with the last sign-in and the number of live sessions, in the order of {@link listAccounts} or in the given order. A
   * cursor belongs to an order: in a different order the cursor is an impossible place.
   */
  listPeople(tenant: TenantId, asked: PeopleAsked): Promise<Listed<ListedPerson>>;
  /**
   * Counts the accounts of a tenant by their stored profiles. `policy` is the number of `AccountProfile.policy`, here and in `listUnjudged`, and no
   * version of a stored policy. The database counts, so that the time does not grow with the size of the records. A
   * database that cannot count reads an index without the records, and the process counts. One
   * entry for each text, and one entry for the accounts without a profile, if there are any.
   */
  countProfiles(
    tenant: TenantId,
    asked: { readonly policy: number; readonly now: Instant },
  ): Promise<readonly ProfileCount[]>;
  /**
   * Counts accounts by their last sign-in: `before` is the number of accounts with a last sign-in before an instant, and `never` the number of accounts
   * without a sign-in. Accounts whose profile text is in `except` do not count. Accounts without a profile count.
   * An account that a process of an earlier version made may be missing until its profile is written. The engine passes any number of texts in `except`.
   */
  countAccountsBySignIn(
    tenant: TenantId,
    asked: { readonly before: Instant; readonly except: readonly string[] },
  ): Promise<{ readonly before: number; readonly never: number }>;
  /**
   * At most `limit` accounts without a profile that holds now: none was written with the present version of the record, the profile is of another version
   * of the policy, or its `until` is over. A process of an earlier version writes records and no profiles. With `thorough: false` a store may leave out the
   * records that such a process changed. In any order. The engine passes a `limit` of at most 500, and calls again until the list is empty.
   */
  listUnjudged(
    tenant: TenantId,
    asked: { readonly policy: number; readonly now: Instant; readonly limit: number; readonly thorough: boolean },
  ): Promise<readonly AccountRecord[]>;
  /** The kept days from a day on, the oldest first. */
  listDays(tenant: TenantId, since: Instant): Promise<readonly DayRecord[]>;
  /** Keeps a day: replaces an earlier record of the same day, and removes records of more than 400 days (`DAYS_KEPT`) before it. */
  keepDay(tenant: TenantId, record: DayRecord): Promise<void>;
  /**
   * Writes profiles of accounts that still have the judged version: at most 500. Changes no version. A store may skip an account that another commit has
   * locked: the account comes again in `listUnjudged`. May write in several transactions.
   */
  writeProfiles(tenant: TenantId, judged: readonly JudgedAccount[]): Promise<void>;
  /**
   * The kinds of envelopes of each vault of a tenant, in the order of the accounts' ids, as in `listAccounts`. Reads no other member, so a vault
   * of any schema is listed, and nothing throws `RecordTooNew`.
   */
  listVaultWays(tenant: TenantId, page: Page): Promise<Listed<VaultWays>>;
  /**
   * The action log, without the recipients of notices (`recipients`). By default newest first: of events with the same instant, the last written comes
   * first; between processes, any order that stays.
   *
   * With `order: 'oldest-first'` the log is a stream that misses nothing:
   *
   * - `next` is always present. An event that a commit adds after the page was read comes behind `next`, whatever the event's instant. A number that
   *   a transaction takes before the commit is no cursor: a smaller number can become visible after a larger number.
   * - A page may have fewer than `limit` items, or be empty, although more events follow. At the end of the stream, `next` is the cursor of the page,
   *   and stays usable.
   * - An event comes at most 5 s after its commit was answered. Of two events, the event of the commit that was answered before the other
   *   commit began comes first. The events of one commit come in their order.
   * - An event keeps its place. A cursor from before a sweep, or of a page with another filter, stays correct.
   * - A cursor beyond the end of the stream is an impossible place: the store was restored from an older copy, and the stream begins again.
   */
  listEvents(tenant: TenantId, page: EventsAsked): Promise<Listed<EventRecord>>;
  /** The events that match a filter, by the hour of their instant, oldest first, without the hours without events. The database counts. */
  countEvents(tenant: TenantId, filter: EventFilter): Promise<readonly EventCount[]>;
  /**
   * Failures by hour since an instant, oldest first, without the hours that had no failure. Counts `sign-in.failed` events, and the
   * failures at unknown identifiers (`countUnknownFailure`). Events count from `since` on; of the hour that contains `since`, the failures at
   * unknown identifiers count whole.
   */
  countFailures(
    tenant: TenantId,
    since: Instant,
  ): Promise<readonly { readonly hour: Instant; readonly count: number }[]>;
  /**
   * Writes the next batch of a tenant's sealed log. Returns `false`, and writes nothing, unless `number` is one more than the number of the last
   * batch (the first batch has the number 0): if several processes seal at once, a single process writes. Two batches with the same number never exist.
   */
  appendLogBatch(batch: LogBatchRecord): Promise<boolean>;
  /** The last batch of the sealed log. Returns `undefined` if the log is not begun. */
  readLogHead(tenant: TenantId): Promise<LogBatchRecord | undefined>;
  /** The batches of the sealed log, in the order of their numbers. */
  listLogBatches(tenant: TenantId, page: Page): Promise<Listed<LogBatchRecord>>;
  /**
   * The first `limit` tenants with an event behind the cursor of their last batch, and fewer only if there are no more. A tenant without a batch counts
   * from the beginning of the stream. An event that was committed without a place in the stream counts. The tenants come in the order of their names,
   * by code unit or by byte in UTF-8, because `tenantStores` joins the lists of several stores. The list begins behind `after` (absent: at the first). May
   * name other tenants too. The engine passes a `limit` of 100.
   */
  unsealedTenants(asked: {
    readonly after?: TenantId | undefined;
    readonly limit: number;
  }): Promise<readonly TenantId[]>;
  /** Every stored version, newest first. */
  listPolicyVersions(tenant: TenantId, page: Page): Promise<Listed<PolicyRecord>>;
  /** The counters that are not empty (`isEmptyCounter`), of the given subjects. `subjects` absent: the counters of the whole tenant. An empty list: none. The engine passes at most 100. */
  listCounters(tenant: TenantId, subjects?: readonly string[]): Promise<readonly CounterView[]>;
}

/** Which events to list. Absent members restrict nothing. */
export interface EventFilter {
  /** Events of this account. */
  readonly accountId?: AccountId;
  /**
   * Events whose author has the same name (`actorName`): the text `host` and `{ kind: 'host' }` are one author. Host code without an `id` is only host
   * code that gave no `id`.
   */
  readonly actor?: string | HostActor;
  /** Events of the given types. An empty list: no events. The engine passes at most 100. */
  readonly types?: readonly string[];
  /** Events of this instant and later. */
  readonly from?: Instant;
  /** Events before this instant. */
  readonly to?: Instant;
}

/** The events of one hour. */
export interface EventCount {
  /** The beginning of the hour. */
  readonly hour: Instant;
  /** The number of events. */
  readonly count: number;
  /** The number of these events that are of the type `sign-in.failed`. */
  readonly failed: number;
}

/** A page of the action log. */
export interface EventsAsked extends Page, EventFilter {
  /** The direction. Default: `newest-first`. */
  readonly order?: 'newest-first' | 'oldest-first';
}
