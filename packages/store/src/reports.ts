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
  MembershipRecord,
  OrganisationRecord,
  PolicyRecord,
  TenantId,
} from './records.ts';
import type { VaultWays } from './vault-record.ts';

/** The promises of `Store` hold here too. */
export interface StoreReports {
  /**
   * By id, by code unit. Each word of `query` (`searchedWords`) is literally part of a name (`searchedNames`) in lower case; without words all match.
   * `name` is a whole name: by an index, because a stranger can ask. A text that cannot be stored throws `TypeError` or matches nothing.
   */
  listAccounts(tenant: TenantId, page: AccountsPage): Promise<Listed<AccountRecord>>;
  /** A cursor belongs to an order. */
  listPeople(tenant: TenantId, asked: PeopleAsked): Promise<Listed<ListedPerson>>;
  /**
   * Counted by the database: time does not grow with the size of records. `policy` is `AccountProfile.policy`. One entry for each text, and one for
   * accounts without a profile.
   */
  countProfiles(
    tenant: TenantId,
    asked: { readonly policy: number; readonly now: Instant },
  ): Promise<readonly ProfileCount[]>;
  /**
   * A last sign-in before `before`, and never. Without accounts whose profile text is in `except`, of any number. An account of an earlier version
   * may be missing until its profile is written.
   */
  countAccountsBySignIn(
    tenant: TenantId,
    asked: { readonly before: Instant; readonly except: readonly string[] },
  ): Promise<{ readonly before: number; readonly never: number }>;
  /**
   * No profile of the record's present version and of `policy`, or its `until` is over. Without `thorough`, records of an earlier version may be
   * missing. At most 500, in any order.
   */
  listUnjudged(
    tenant: TenantId,
    asked: { readonly policy: number; readonly now: Instant; readonly limit: number; readonly thorough: boolean },
  ): Promise<readonly AccountRecord[]>;
  listDays(tenant: TenantId, since: Instant): Promise<readonly DayRecord[]>;
  /** Replaces the same day, and removes records of more than `DAYS_KEPT` before. */
  keepDay(tenant: TenantId, record: DayRecord): Promise<void>;
  /** At most 500, of accounts that still have the judged version. Changes no version. Locked accounts may be skipped. */
  writeProfiles(tenant: TenantId, judged: readonly JudgedAccount[]): Promise<void>;
  /** By account id. Of a vault of any schema: nothing throws `RecordTooNew`. */
  listVaultWays(tenant: TenantId, page: Page): Promise<Listed<VaultWays>>;
  /**
   * Without `recipients`. By default newest first, of one instant the last written first.
   *
   * `oldest-first` is a stream that misses nothing: `next` is always there, and an event committed after a page comes behind it, at most 5 s after
   * the answer to its commit. Of two events, the one whose commit was answered before the other's began comes first. A page may be short although
   * more follow. A cursor beyond the end begins again.
   */
  listEvents(tenant: TenantId, page: EventsAsked): Promise<Listed<EventRecord>>;
  /** By the hour, oldest first, counted by the database. Hours without events are left out. */
  countEvents(tenant: TenantId, filter: EventFilter): Promise<readonly EventCount[]>;
  /**
   * By the hour, oldest first: `sign-in.failed` events from `since` on, and failures at unknown identifiers of whole hours. Hours without failures
   * are left out.
   */
  countFailures(
    tenant: TenantId,
    since: Instant,
  ): Promise<readonly { readonly hour: Instant; readonly count: number }[]>;
  /** `false`, with nothing written, unless `number` follows the last one (0 first): of several processes, one writes. */
  appendLogBatch(batch: LogBatchRecord): Promise<boolean>;
  readLogHead(tenant: TenantId): Promise<LogBatchRecord | undefined>;
  listLogBatches(tenant: TenantId, page: Page): Promise<Listed<LogBatchRecord>>;
  /**
   * With an event behind the last batch's cursor, also one without a place. By name (code unit or byte), behind `after`. May name others too. At most
   * 100.
   */
  unsealedTenants(asked: {
    readonly after?: TenantId | undefined;
    readonly limit: number;
  }): Promise<readonly TenantId[]>;
  listPolicyVersions(tenant: TenantId, page: Page): Promise<Listed<PolicyRecord>>;
  /** Not empty (`isEmptyCounter`). `subjects`: at most 100. Absent: all; an empty list: none. */
  listCounters(tenant: TenantId, subjects?: readonly string[]): Promise<readonly CounterView[]>;
}

/** The lists of {@link Organisations}. */
export interface OrganisationReports {
  /** The newest versions, by id (code unit or code point), without removed organisations. */
  listOrganisations(tenant: TenantId, page: Page): Promise<Listed<OrganisationRecord>>;
  /** The newest first. */
  listOrganisationVersions(tenant: TenantId, id: string, page: Page): Promise<Listed<OrganisationRecord>>;
  /** By account id. None of a removed organisation. */
  listMemberships(tenant: TenantId, organisation: string, page: MembershipsPage): Promise<Listed<MembershipRecord>>;
  /** By organisation (code unit or code point), at most `MEMBERSHIPS_PER_ACCOUNT`. None of a removed organisation. */
  listMembershipsOf(tenant: TenantId, accountId: AccountId): Promise<readonly MembershipRecord[]>;
}

export interface MembershipsPage extends Page {
  /** Only memberships with this role. Reads the organisation's memberships until the page is full. */
  readonly role?: string;
}

export interface EventFilter {
  readonly accountId?: AccountId;
  /** By `actorName`. Host code without an `id` is only host code that gave none. */
  readonly actor?: string | HostActor;
  /** At most 100. An empty list: none. */
  readonly types?: readonly string[];
  readonly from?: Instant;
  /** Exclusive. */
  readonly to?: Instant;
}

export interface EventCount {
  readonly hour: Instant;
  readonly count: number;
  readonly failed: number;
}

export interface EventsAsked extends Page, EventFilter {
  readonly order?: 'newest-first' | 'oldest-first';
}
