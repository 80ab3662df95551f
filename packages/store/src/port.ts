import type { Instant } from '@sallyport/core';
import type { Commit, CommitResult } from './commit.ts';
import type {
  AccountId,
  AccountRecord,
  AdministratorsRecord,
  DeviceRecord,
  EventRecord,
  EventType,
  MembershipRecord,
  OrganisationRecord,
  PolicyRecord,
  SamlRequestRecord,
  SessionRecord,
  TenantId,
} from './records.ts';
import type { OrganisationReports, StoreReports } from './reports.ts';
import type { BeginStep, SessionCheck, SessionLoaded, StepLoaded } from './step.ts';
import type { VaultRecord } from './vault-record.ts';

export type { AttemptAnswer, AttemptAsked, AttemptRef, JudgedWrong } from './attempt.ts';
export type * from './reports.ts';
export type * from './step.ts';

/**
 * The port to a database. docs/guide/writing-a-store.md says how to keep the promises, and the kit `@sallyport/testing/store` tries them.
 *
 * - The tenant is part of every key. An absent record is `undefined`, and an absent member is left out.
 * - A fault throws `StoreUnavailable`, and never looks like absence. After a lost reply the change may be written: the store repeats only what was
 *   rolled back or not sent.
 * - `commit` writes everything or nothing: at most 100 events, and any number of sessions. An answered commit survives a crash.
 * - A read, also of a list, sees every commit that any process had answered before: the engine decides by reads.
 * - No call waits without end. After the time limit it throws, and writes no statement that was not sent. The engine limits `open`.
 * - A record comes back with the members that were written, in any order. Nobody's later change of an object changes the store.
 * - The attempt counter is exact under any concurrency, and changes no account's version.
 * - The caller passes instants in, and an expired record counts as absent. Only counters of unknown identifiers count until a sweep.
 * - Two texts never become one: a text that the database cannot store throws `TypeError`, also in a look-up or a list. The empty text is a text.
 *   Texts by which records are found are below 2,000 bytes in UTF-8, tenants below 800, actors (`actorName`) below 900.
 * - A record of a newer schema throws `RecordTooNew`, and an older one is upgraded when read.
 * - The pool belongs to the host: no connection goes back in an unknown state or with a setting of the store.
 */
export interface Store
  extends StoreReports,
    Partial<ReuseHolds>,
    Partial<Organisations>,
    Partial<OrganisationReports>,
    Partial<TenantRemovals> {
  /**
   * Prepares tables and indexes. Several processes may call `open` at once. After `StoreUnavailable` the engine calls again; any other error ends the
   * start. Throws for newer tables, unless they state that this version can use them. A migration leaves the tables usable for the version before.
   */
  open(): Promise<void>;

  /**
   * Loads the records of a step and counts its attempt, in few round trips. The count is durable no later than the commit that follows, so no crash
   * erases a guess whose result was revealed. After `RecordTooNew` the attempt may be counted: it becomes a failure.
   */
  beginStep(step: BeginStep): Promise<StepLoaded>;

  /**
   * Guards and unique keys hold at the moment of writing. Three guards may be a moment older:
   *
   * - `policy`, if the commit writes no policy
   * - `account`, if no write has the kind `account` or `policy`, and the account is not the actor's
   * - `administrators: 0`, if the commit writes no administrators
   */
  commit(change: Commit): Promise<CommitResult>;

  /**
   * `undefined` if the session is unknown, past its end, idle for too long, or without an account. Moves `lastSeenAt` forward if `now - lastSeenAt`
   * is more than `touchAfter` milliseconds, and never the version. The answer is of a read that began after the call: a check never joins a statement
   * that was sent (`checksTogether`).
   */
  checkSession(check: SessionCheck): Promise<SessionLoaded | undefined>;

  readAccount(tenant: TenantId, id: AccountId): Promise<AccountRecord | undefined>;

  /**
   * Whether any tenant has the passkey. After `false` a passkey manager deletes the passkey, so a store that does not read every tenant answers
   * `true`. A stranger can ask: the store reads an index.
   */
  hasPasskey(id: string): Promise<boolean>;

  readVault(tenant: TenantId, accountId: AccountId): Promise<VaultRecord | undefined>;

  /** `undefined` from the end of the request on. */
  readSamlRequest(tenant: TenantId, id: string, now: Instant): Promise<SamlRequestRecord | undefined>;

  /** The live sessions, the last created first. */
  listSessions(tenant: TenantId, accountId: AccountId, now: Instant): Promise<readonly SessionRecord[]>;

  /** Of every epoch, the last seen first. */
  listDevices(tenant: TenantId, accountId: AccountId): Promise<readonly DeviceRecord[]>;

  readPolicy(tenant: TenantId): Promise<PolicyRecord | undefined>;

  /** `undefined` before the first record. */
  readAdministrators(tenant: TenantId): Promise<AdministratorsRecord | undefined>;

  /**
   * In one stable order, fewer than `limit` only at the end. Events of one commit, and of commits that wrote the same account, are in the order of
   * the answers: no clock of a node. Two processes may get the same events.
   */
  eventsToNotify(limit: number): Promise<readonly EventRecord[]>;

  /** At most 100, perhaps in several transactions. */
  markNotified(tenant: TenantId, eventIds: readonly string[]): Promise<void>;

  /**
   * Removes expired records in batches, by an index, every 15 seconds. A counter without an account goes at `quietAt` plus {@link
   * unknownCounterKept}, and an event after its notice. What a removed organisation leaves goes too. A database's own clock may remove expired records five minutes later. Returns the number of
   * removed records, without empty counters and marks of deletion.
   */
  sweep(now: Instant, retention?: readonly EventRetention[]): Promise<number>;
}

/**
 * For how long processes reuse session checks (`sessionCheck: { reuse }`). A revocation in any process is answered so much later. Of no tenant: one record for each
 * number of milliseconds. A store without these methods cannot be used with the option.
 */
export interface ReuseHolds {
  /** Notes that a process reuses checks for up to so many milliseconds, until this time. The end of a record never moves back. */
  holdReuse(milliseconds: number, until: Instant): Promise<void>;
  /** The largest number of milliseconds of a record whose end is after `now`, or 0. */
  longestReuse(now: Instant): Promise<number>;
}

/**
 * What a request in an organisation needs. A store has all methods of `Organisations` and of {@link OrganisationReports}, or none of them. A store without them
 * cannot be used with organisations, and no other part calls them.
 */
export interface Organisations {
  /** The newest version, also of a removed organisation, or the version with this number. A removed organisation has only its last version. */
  readOrganisation(tenant: TenantId, id: string, version?: number): Promise<OrganisationRecord | undefined>;
  /** `undefined` in a removed organisation. */
  readMembership(tenant: TenantId, organisation: string, accountId: AccountId): Promise<MembershipRecord | undefined>;
}

/** What the removal of a tenant needs. A store without this method cannot remove tenants, and no other part calls it. */
export interface TenantRemovals {
  /**
   * Removes about `limit` records of a tenant whose newest policy is `removed`, of every kind, and returns how many went. 0: nothing is left but
   * this policy and, if the log is kept, the events, without recipients, and the sealed batches. What a commit writes meanwhile goes with a later call. A
   * tenant that is not removed loses nothing. Any number of calls at once.
   */
  removeTenant(tenant: TenantId, limit: number): Promise<number>;
}

export interface EventRetention {
  readonly types: readonly EventType[];
  readonly before: Instant;
}
