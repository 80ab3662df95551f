import type { Instant } from '@sallyport/core';
import type { AttemptAnswer, AttemptAsked, AttemptRef, JudgedWrong } from './attempt.ts';
import type { Listed, Page } from './page.ts';
import type {
  AccountId,
  AccountRecord,
  AdministratorsRecord,
  CounterView,
  DeviceRecord,
  EventRecord,
  EventType,
  FlowRecord,
  PolicyRecord,
  SamlRequestRecord,
  SessionRecord,
  TenantId,
} from './records.ts';
import type { VaultRecord, VaultWays } from './vault-record.ts';

export type { AttemptAnswer, AttemptAsked, AttemptRef, JudgedWrong } from './attempt.ts';

/**
 * The port to a database.
 *
 * - The tenant is part of every key.
 * - Absent is `undefined`. A fault throws `StoreUnavailable`, and never looks like absence.
 * - `commit` writes everything or nothing.
 * - The attempt counter is exact under any concurrency, and changes no account's version.
 * - The caller passes instants in. Expiry is an absolute instant, and an expired record counts as absent.
 * - A text that cannot be stored (NUL, half of a surrogate pair) throws `TypeError`, and nothing is written.
 * - A record of a newer version throws `RecordTooNew`. A record of an older schema is upgraded when it is read.
 */
export interface Store {
  /** Prepares the store (tables, indexes, checks of the server). Several processes may call this at once. */
  open(): Promise<void>;

  /**
   * Loads the records for a step and counts the attempt, in one round trip. The count is durable no later than the commit that follows. A
   * crash cannot erase a guess whose result was revealed.
   */
  beginStep(step: BeginStep): Promise<StepLoaded>;

  /**
   * Writes all of a change, or nothing. The guards and the unique keys hold at the moment of writing. Only the guard of the policy may be
   * a moment older (`CommitGuards.policy`).
   */
  commit(change: Commit): Promise<CommitResult>;

  /**
   * The session check: one round trip, and a second if `lastSeenAt` moves. Returns the session with its account, and the policy if it is
   * newer than `knownPolicy`. Returns `undefined` if the session is unknown, past its end or idle for too long. Moves `lastSeenAt`, and
   * never the version, if `lastSeenAt` is older than `touchAfter` milliseconds.
   */
  checkSession(check: SessionCheck): Promise<SessionLoaded | undefined>;

  readAccount(tenant: TenantId, id: AccountId): Promise<AccountRecord | undefined>;
  /**
   * The accounts of a tenant in the order of their ids, which are ASCII. `query` is part of one of an account's names (`searchedNames`),
   * matched literally and without case. An empty `query` matches all.
   */
  listAccounts(tenant: TenantId, page: Page & { readonly query?: string }): Promise<Listed<AccountRecord>>;
  readVault(tenant: TenantId, accountId: AccountId): Promise<VaultRecord | undefined>;
  /** The kinds of envelopes of each vault of a tenant, in the order of the accounts' ids, as in `listAccounts`. */
  listVaultWays(tenant: TenantId, page: Page): Promise<Listed<VaultWays>>;
  /** The SAML request with this id. Returns `undefined` from the end of the request on. */
  readSamlRequest(tenant: TenantId, id: string, now: Instant): Promise<SamlRequestRecord | undefined>;
  /** The live sessions of an account, newest first. */
  listSessions(tenant: TenantId, accountId: AccountId, now: Instant): Promise<readonly SessionRecord[]>;
  /** The devices that an account knows, of every epoch, the last seen first. */
  listDevices(tenant: TenantId, accountId: AccountId): Promise<readonly DeviceRecord[]>;
  /**
   * The action log, newest first. Of events with the same instant, the last written comes first. The recipients of notices (`tell`) are
   * left out.
   */
  listEvents(tenant: TenantId, page: Page & EventFilter): Promise<Listed<EventRecord>>;
  /**
   * Failures by hour since an instant, oldest first, without the hours that had no failure. Counts `sign-in.failed` events, and the
   * failures at unknown identifiers (`countUnknownFailure`).
   */
  countFailures(
    tenant: TenantId,
    since: Instant,
  ): Promise<readonly { readonly hour: Instant; readonly count: number }[]>;
  /** The policy in force. */
  readPolicy(tenant: TenantId): Promise<PolicyRecord | undefined>;
  /** Every stored version, newest first. */
  listPolicyVersions(tenant: TenantId, page: Page): Promise<Listed<PolicyRecord>>;
  readAdministrators(tenant: TenantId): Promise<AdministratorsRecord | undefined>;
  /** The counters with at least one failure, of the given subjects. Without subjects: the counters of the whole tenant. */
  listCounters(tenant: TenantId, subjects?: readonly string[]): Promise<readonly CounterView[]>;

  /** Events with a notice that was not sent yet, in the order of events of each account. */
  eventsToTell(limit: number): Promise<readonly EventRecord[]>;
  /** Marks the notices of these events as sent. */
  markTold(tenant: TenantId, eventIds: readonly string[]): Promise<void>;

  /**
   * Removes expired records: flows, SAML requests, sessions, used marks, the counters of unknown identifiers, and the events past the host's retention.
   * A counter goes after its window, its lock and the time of {@link unknownCounterKept}. An event stays until its owner got the notice.
   * Works in batches, so that no lock is held for long. Returns the number of removed records.
   */
  sweep(now: Instant, retention?: readonly EventRetention[]): Promise<number>;
}

/**
 * The sweeper removes events of these types that are older than `before`. The hourly counts of failures go together with
 * `sign-in.failed`.
 */
export interface EventRetention {
  readonly types: readonly EventType[];
  readonly before: Instant;
}

/** The key that finds the account of a step. */
export type AccountKey =
  | { readonly kind: 'id'; readonly value: AccountId }
  | { readonly kind: LookUpKind; readonly value: string };

/**
 * The kinds of keys that find an account. The value of `external-id` is the text of `externalIdKey`, the value of `host-key` is
 * `AccountRecord.externalId`. Each key belongs to one account of a tenant.
 */
export type LookUpKind = 'identifier' | 'passkey' | 'external-id' | 'host-key';

export interface BeginStep {
  readonly tenant: TenantId;
  readonly now: Instant;
  /**
   * The policy version that this process knows (0: no stored version). If the store holds another version, the store counts nothing and
   * returns only the policy: the caller begins the step again.
   */
  readonly knownPolicy: number;
  readonly flowHash?: string;
  readonly sessionHash?: string;
  /** Used if there is no flow, or the flow names no account. */
  readonly account?: AccountKey;
  readonly deviceHash?: string;
  readonly attempt?: AttemptAsked;
}

export interface StepLoaded {
  /** Present if the version differs from `knownPolicy`. */
  readonly policy?: PolicyRecord;
  /** The live flow with this token. */
  readonly flow?: FlowRecord;
  /** The live session with this token. The engine, not the store, checks the session against the account. */
  readonly session?: SessionRecord;
  readonly account?: AccountRecord;
  /** The presented device token belongs to this account, and to the account's current epoch. */
  readonly knownDevice: boolean;
  readonly attempt: AttemptAnswer;
}

/**
 * A change. A store passes the change to `planCommit` (`@sallyport/store/plan`) and carries out the returned plan, which contains the
 * rules below as a list of guarded writes.
 *
 * The store first checks the guards: every record that a guard names must be live and at the guard's version, or the store
 * writes nothing. `opens` requires the flow or the mark that the new session consumes, so that no session is created without a proof. A
 * session that is raised or rotated keeps its id, in `session`. So a concurrent change can end the session under any token.
 *
 * A change that contradicts itself is a bug in the calling program. The store throws `MalformedCommit` and writes nothing. The cases:
 * - a record of another tenant
 * - a next version that is not the guard's version plus one
 * - a deletion without its guard
 * - a record both written and ended
 * - `opens` that consumes a flow without a guard, or a mark that is not in `spend`
 * - `session` without its guard
 * - a vault without its account
 * - `keysStay` without a guard of the account.
 *
 * A policy or administrators record without a guard still requires the version before it in the store.
 */
export interface Commit {
  readonly tenant: TenantId;
  readonly now: Instant;
  readonly guards: CommitGuards;
  /** A new flow, or the next state of the guarded flow (the guard's version plus one). */
  readonly flow?: FlowRecord;
  readonly endFlow?: { readonly id: string };
  /** A new SAML request, or the next state of the guarded SAML request (the guard's version plus one). */
  readonly samlRequest?: SamlRequestRecord;
  readonly endSamlRequest?: { readonly id: string };
  /** A new account, or the next state of the guarded account. */
  readonly account?: AccountRecord;
  /**
   * The same keys find the account before and after this change, so the store looks for no changed keys. The caller computes this by
   * `keepsKeys`, from the record that the guard names.
   */
  readonly keysStay?: true;
  /** The next state of the vault of the account in `account`. The account's version guards the vault. */
  readonly vault?: VaultRecord;
  /** Deletes the guarded account with its keys, vault, sessions, devices and counters. The account's events stay. */
  readonly deleteAccount?: { readonly id: AccountId };
  /** Opens a session that consumes the guarded flow, or a mark. The consumed flow is deleted. The session's id and token are new. */
  readonly opens?: {
    readonly session: SessionRecord;
    readonly consumes: Consumed;
  };
  /**
   * The next state of the guarded session: raised, rotated to another token, or moved into the account's next epoch. Same id, same
   * account, the guard's version plus one. If the new state has another token, the old token is gone.
   */
  readonly session?: SessionRecord;
  /**
   * Ends sessions that existed before this change, and never the session in `opens` or `session`. If a concurrent change rotates such a
   * session, the session ends too, or the concurrent change returns `conflict`.
   */
  readonly endSessions?: EndSessions;
  /**
   * A device that the account knows from now on. A device that the account already knows keeps its id and `createdAt`, and takes the
   * other members. Beyond ten devices, the store removes the device that was not seen for the longest time, with its counters.
   */
  readonly device?: DeviceRecord;
  /** Forgets devices that the account knew before this change, with their counters, and never the device in `device`. */
  readonly forgetDevices?: ForgetDevices;
  /** Marks of one-time values without a record (a WebAuthn challenge, a token). A repeated mark is a conflict `spent`. */
  readonly spend?: readonly { readonly key: string; readonly expiresAt: Instant }[];
  /**
   * Counters that a grant or an administrator clears:
   * - A grant from an unknown device clears the counters of unknown devices.
   * - A grant from a known device clears the counters of that device, and of the unknown devices' counters only `total`
   *   (`clearAttempts`).
   * - An administrator clears all counters.
   *
   * Counters of `mail:…` stay: no proof refills a budget of mails. If a grant names `authenticators`, only their counters are cleared: a
   * proof forgives no guesses at another authenticator.
   */
  readonly clearCounters?:
    | {
        readonly subject: string;
        readonly by: 'stranger' | 'known-device';
        readonly device?: string;
        /** Absent: every authenticator. */
        readonly authenticators?: readonly string[];
        /** An authenticator that was bound anew with the grant: guesses at it are forgotten as in `rebinding`. */
        readonly rebinds?: string;
      }
    | { readonly subject: string; readonly by: 'administrator' }
    /** An authenticator was bound anew: guesses at the old binding are forgotten, for every device. */
    | { readonly subject: string; readonly by: 'rebinding'; readonly authenticator: string };
  /**
   * An attempt that was right, or that was never judged. The store gives the attempt back once, also if the change conflicts. After a
   * conflict this is the only effect.
   */
  readonly giveBack?: AttemptRef;
  /**
   * An attempt that was wrong. The attempt stays counted, and is not open any more. The store writes this part once, also if the change
   * conflicts.
   */
  readonly judged?: JudgedWrong;
  readonly policy?: PolicyRecord;
  readonly administrators?: AdministratorsRecord;
  readonly events: readonly EventRecord[];
  /** Adds one to the failures at unknown identifiers in the hour of `now`. There is no event, so that strangers cannot fill the log. */
  readonly countUnknownFailure?: boolean;
}

/**
 * The source of a new session: the guarded flow, or a mark in `spend` of the same commit. The mark stands for a sign-in in one step, for
 * which no flow was stored. A store refuses a session that consumes nothing.
 */
export type Consumed = { readonly flowId: string } | { readonly mark: string };

export interface CommitGuards {
  /**
   * `tokenHash` is the hash in the record that the guard names, if the caller has the record. A store can find the flow by this hash, as
   * a step does.
   */
  readonly flow?: { readonly id: string; readonly version: number; readonly tokenHash?: string };
  readonly samlRequest?: { readonly id: string; readonly version: number };
  readonly account?: { readonly id: AccountId; readonly version: number };
  readonly session?: { readonly id: string; readonly version: number };
  /**
   * The account that makes the change, or whose right allows the change. The account is at this version, and the session lives if
   * `sessionId` is set. Of two accounts acting against each other at the same moment, only one succeeds. May name the written account, or
   * another account.
   */
  readonly actor?: { readonly accountId: AccountId; readonly version: number; readonly sessionId?: string };
  /**
   * The version in force. The store may read the version when the commit begins. Then a change of the policy and the other changes do not
   * wait for one another. A change that meanwhile waits for another lock can then be written under the version before, as if the change
   * had come a moment earlier. A session opened by the change has the older version in `SessionRecord.policyVersion`, and `onTighten`
   * judges the session. If the change writes a policy, the guard is exact: of two policies that follow the same version, one is written.
   */
  readonly policy?: number;
  readonly administrators?: number;
}

export interface ForgetDevices {
  readonly accountId: AccountId;
  /** Only the device with this id. Absent: all devices. */
  readonly only?: string;
}

export interface EndSessions {
  readonly accountId: AccountId;
  /** The id of a session that stays. */
  readonly except?: string;
  /** Only the session with this id. */
  readonly only?: string;
  /** Only sessions proved by a binding in this list. */
  readonly provedBy?: readonly string[];
}

export type CommitResult = (
  | { readonly outcome: 'committed' }
  /** The reason for the conflict: a guard that no longer holds, a key of another account, or a mark that was used before. */
  | {
      readonly outcome: 'conflict';
      readonly with:
        | 'flow'
        | 'samlRequest'
        | 'account'
        | 'session'
        | 'actor'
        | 'policy'
        | 'administrators'
        | 'key'
        | 'spent';
    }
) & {
  /** Present if the failure in `Commit.judged` locked the counter. The store then wrote `ifLocked`. */
  readonly locked?: true;
};

export interface SessionCheck {
  readonly tenant: TenantId;
  readonly tokenHash: string;
  readonly now: Instant;
  readonly knownPolicy: number;
  readonly touchAfter: number;
}

export interface SessionLoaded {
  readonly session: SessionRecord;
  readonly account: AccountRecord;
  readonly policy?: PolicyRecord;
}

export interface EventFilter {
  readonly accountId?: AccountId;
  readonly type?: string;
}
