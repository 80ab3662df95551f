import type { Instant } from '@sallyport/core';
import type { Commit, CommitResult } from './commit.ts';
import type {
  AccountId,
  AccountRecord,
  AdministratorsRecord,
  DeviceRecord,
  EventRecord,
  EventType,
  PolicyRecord,
  SamlRequestRecord,
  SessionRecord,
  TenantId,
} from './records.ts';
import type { StoreReports } from './reports.ts';
import type { BeginStep, SessionCheck, SessionLoaded, StepLoaded } from './step.ts';
import type { VaultRecord } from './vault-record.ts';

export type { AttemptAnswer, AttemptAsked, AttemptRef, JudgedWrong } from './attempt.ts';
export type * from './reports.ts';
export type * from './step.ts';

/**
 * The port to a database. The connection, or the pool of connections, belongs to the host. A store ends no pool, and hands back no connection
 * in an unknown state: after a time limit the store makes the pool drop the connection. A connection that the host gives without a pool is for
 * the store alone: the host opens no transaction there.
 *
 * - On a connection that is for the store alone, a setting of the store stays.
 * - On a connection of a pool, the settings of the store end with the transaction. One setting is an exception: if a database or a driver takes the
 *   limit of a wait from a setting of the connection only (InnoDB's `innodb_lock_wait_timeout`), the store sets the limit, and puts the host's value
 *   back before it hands the connection back. If that fails, the pool drops the connection.
 * - A setting of the host can break a promise of the port. The store sets its settings for every transaction. If the store cannot, `open` throws for
 *   the setting of the host. `open` checks one connection of a pool.
 *
 * Every store promises:
 *
 * - The tenant is part of every key.
 * - An absent record is `undefined`. Answers are plain objects and arrays, and an absent member is left out: a member with the value `undefined` fails
 *   the kit. A fault throws `StoreUnavailable`, and never looks like absence. If the reply to a commit is lost, the change may
 *   be written: the store throws, and starts no second transaction for the change. The driver may send the same commit again if the database
 *   carries a repeated commit out only once. The store repeats a change only if the database reports a rollback, or if the store has not sent
 *   the commit. The same holds for every other write. A driver that repeats a write by itself is told not to, or the write does no harm twice.
 * - `commit` writes everything or nothing, whatever the number of writes, and never splits a plan. A commit has at most 100 events, and can end any
 *   number of sessions. A database that limits a transaction must take 120 sessions with 100 events, as the conformance kit tries. Beyond the
 *   limit, the store throws `StoreUnavailable`.
 * - A read, also of a list, sees every commit that any process had answered before. The engine decides by these reads: who remains an
 *   administrator, whether a blocked person comes back. An index that lags behind is wrong. The sweep alone may use such an index, if each
 *   removal checks the record.
 * - No call waits without end: the store limits the time of the call, or of each of its statements, with the wait for a connection (10 s a
 *   statement on Postgres; 5 s a call on MongoDB, and up to 30 s for a commit that waits in the queue of the process). After the limit the
 *   call throws `StoreUnavailable`, and repeats nothing. A statement that the store had not sent by then is not written. A sent statement may still
 *   be written, also later, by a server that waits for a lock. The store may send a command that cancels the statement or rolls the transaction back.
 *   If a process stops in the middle of a transaction, its locks stay until the server notices: the calls that wait end at their own limits, and the
 *   README of the store says how the server notices sooner. A driver that carries a statement out in the call, such as a driver of SQLite, cannot
 *   limit the statement: the limit holds for the waits between the repeats of a call. `open` may take longer, because indexes take time: the engine
 *   limits `open` (60 s, or the host's `openWithin`), so the store need not.
 * - A commit that was answered survives a crash of the server. Where a fail-over could lose the commit (asynchronous replicas, a relaxed log),
 *   the store asks the database for more, or its README tells the host what to set. `open` need not refuse such a server, or a connection with
 *   such a setting. On a connection that is for the store alone, the store may set it.
 * - A record comes back with the members that were written. The order of members in an object is not promised. A record that the
 *   database cannot hold because of its size throws `StoreUnavailable`, and nothing is written. A change of a record that was
 *   handed in changes nothing in the store after the call was answered. A change of a record that was handed out never does.
 * - The attempt counter is exact under any concurrency, and changes no account's version.
 * - The caller passes instants in. Expiry is an absolute instant, and an expired record counts as absent. A counter is the exception: until a sweep
 *   removes the counter of an unknown identifier, `beginStep` and `listCounters` use the counter as it is.
 * - A text that the database cannot store as it is (in Postgres NUL and half of a surrogate pair) throws `TypeError`, in a record and in a
 *   look-up, also in a list of texts, and nothing is written: two texts must never become one. A store may escape the text in a document, if the same text comes back. In
 *   a cursor such a text is an impossible place (`placeOf`). The empty text is a text like any other: an optional member with the empty text is
 *   not absent, and a look-up by the empty text finds only the empty text. A database that stores the empty text as NULL uses hashes as keys, and
 *   keeps the texts in a document. Where the types say `string`, the engine passes a string. Each text by which a record is found (an id,
 *   the value of a look-up key, a token hash, the key of a single-use value, the type of an event, the subject and the authenticator of a counter, the text of
 *   a profile) is below 2,000 bytes in UTF-8, a tenant is below 800, and the author of an event (`actorName`) is below 900. Some have narrower
 *   limits of their own, such as the ids of `ids.ts`. A database with a lower limit for the sum uses a hash of all texts (SHA-256) as the key.
 *   Look-ups need not compare the texts then. The actor of a filter, a query and a cursor can be longer: then the store finds nothing.
 * - A record of a newer schema throws `RecordTooNew`. A record of an older schema is upgraded when it is read.
 */
export interface Store extends StoreReports {
  /**
   * Prepares the store (tables, indexes, checks of the server). Several processes may call this at once. After `StoreUnavailable` the engine
   * calls this again, with pauses. Any other error ends the start: throw such an error if waiting does not help. A store numbers its tables:
   * `open` throws for tables of a newer version, unless the tables state that this version can use them, and a migration leaves the tables usable
   * for processes of the version before. After a crash in a migration, the next `open` goes on: if the database commits each change of a table by
   * itself, each change can be repeated, and the number is written last. A lock of the whole connection (InnoDB's `GET_LOCK`) is allowed here, if
   * the store releases the lock, or the pool drops the connection.
   */
  open(): Promise<void>;

  /**
   * Loads the records for a step and counts the attempt, in as few round trips as the database allows. The count is durable no later than
   * the commit that follows, so a store may flush the count together with that commit. A crash cannot erase a guess whose result was
   * revealed. If a loaded record has a newer schema, the call throws `RecordTooNew`, and the attempt may be counted: it then becomes a failure.
   */
  beginStep(step: BeginStep): Promise<StepLoaded>;

  /**
   * Writes all of a change, or nothing. The guards and the unique keys hold at the moment of writing: between the check of a guard and the commit, no
   * other commit changes the guarded record. Three guards may be a moment older. The store may read their record without a lock at any moment of the
   * call, and another commit may change the record before this commit is written:
   *
   * - the guard of the policy (`CommitGuards.policy`), if the commit writes no policy
   * - the guard of an account (`CommitGuards.account`), if no write of the plan has the kind `account` or `policy`, and the account is not the actor's
   * - the guard `administrators: 0`, if the commit writes no administrators
   *
   * A session that a concurrent commit leaves behind at a blocked or deleted account does no harm:
   * the engine compares the session's epoch with the account at each check.
   */
  commit(change: Commit): Promise<CommitResult>;

  /**
   * The session check, in one round trip if the database allows, and a second if `lastSeenAt` moves. Returns the session with its account, and
   * the policy if it is newer than `knownPolicy`. Returns `undefined` if the session is unknown, past its end or idle for too long, or has no
   * account. Moves `lastSeenAt`, and never the version, if `now - lastSeenAt` is more than `touchAfter` milliseconds. `lastSeenAt` moves only
   * forward, and a session that ended meanwhile does not come back. A `replace` of the session writes the `lastSeenAt` of its record, also if a
   * check moved the time meanwhile.
   */
  checkSession(check: SessionCheck): Promise<SessionLoaded | undefined>;

  /** The account with its current version; `undefined` if there is none. */
  readAccount(tenant: TenantId, id: AccountId): Promise<AccountRecord | undefined>;

  /**
   * Whether an account of any tenant has a passkey with this id. The engine asks if the tenant of a request does not have the passkey. If the answer is
   * `false`, the page tells the passkey manager, which deletes the passkey. So a store that does not read every tenant answers `true` for a passkey that
   * it does not find. A stranger can ask for any id: the store finds the id by an index, and reads no account.
   */
  hasPasskey(id: string): Promise<boolean>;

  /** The vault of an account; `undefined` if there is none. */
  readVault(tenant: TenantId, accountId: AccountId): Promise<VaultRecord | undefined>;

  /** The SAML request with this id. Returns `undefined` from the end of the request on. */
  readSamlRequest(tenant: TenantId, id: string, now: Instant): Promise<SamlRequestRecord | undefined>;

  /** The live sessions of an account, the last created first. */
  listSessions(tenant: TenantId, accountId: AccountId, now: Instant): Promise<readonly SessionRecord[]>;

  /** The devices that an account knows, of every epoch, the last seen first. */
  listDevices(tenant: TenantId, accountId: AccountId): Promise<readonly DeviceRecord[]>;

  /** The policy in force. */
  readPolicy(tenant: TenantId): Promise<PolicyRecord | undefined>;

  /** The record of the tenant; `undefined` if no commit has written one. */
  readAdministrators(tenant: TenantId): Promise<AdministratorsRecord | undefined>;

  /**
   * The first `limit` events with a notice that was not sent yet, in one stable order, and fewer only if there are no more. Of two events of an
   * account, the event of the commit that was answered first comes first, if both commits wrote the account. The events of one commit come in
   * their order, other events in any order that stays: an order by a number that the database takes from one counter after the checks of the commit, and not
   * by a clock of a node. Two processes may get the same events: a notice may be sent twice.
   */
  eventsToNotify(limit: number): Promise<readonly EventRecord[]>;

  /** Marks the notices of these events as sent: at most 100. A store may mark them in several transactions. */
  markNotified(tenant: TenantId, eventIds: readonly string[]): Promise<void>;

  /**
   * Removes expired records: flows, SAML requests, sessions, single-use values, the counters of unknown identifiers, and the events past the host's
   * retention. A counter is of an unknown identifier if no account has the counter's subject as its id. The store decides that at the count or at
   * the sweep. The counter goes at `quietAt(counter, limits.window)` plus {@link unknownCounterKept}. The sweep does not know the limits, so the
   * store writes the result of `quietAt` with each count. An event stays until its owner got the notice. An hour
   * of failures goes when the whole hour is older than the retention. Each process calls this every 15 seconds, so the sweep finds the records by
   * an index. A database may remove expired records by its own clock too, at least five minutes later, so that no used single-use value becomes unused for a
   * process whose clock is behind. A count during the deletion of its account or its device may leave one counter. No sweep has to find this
   * counter. Works in batches. Each batch has a transaction and a time limit of its own. A batch may skip locked records: the next sweep removes
   * the records. Returns the number of removed records, without empty counters, and without what a store kept of records that a commit removed. A
   * store may count an hour of failures or not.
   */
  sweep(now: Instant, retention?: readonly EventRetention[]): Promise<number>;
}

/**
 * The sweeper removes events of these types that are older than `before`. The hourly counts of failures go together with
 * `sign-in.failed`.
 */
export interface EventRetention {
  /** The types to remove. */
  readonly types: readonly EventType[];
  /** Events of this instant and later stay. */
  readonly before: Instant;
}
