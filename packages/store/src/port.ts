import type { Instant } from '@sallyport/core';
import type { AttemptAnswer, AttemptAsked, AttemptRef, JudgedWrong } from './attempt.ts';
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
  SessionRecord,
  TenantId,
} from './records.ts';
import type { VaultRecord, VaultWays } from './vault-record.ts';

export type { AttemptAnswer, AttemptAsked, AttemptRef, JudgedWrong } from './attempt.ts';

/**
 * Where Sallyport keeps what it knows. Few verbs, in the domain's words, every promise testable.
 *
 * - Everything is keyed by tenant.
 * - Absent is `undefined`; a fault throws `StoreUnavailable`, never reads as absence.
 * - `commit` succeeds whole or leaves nothing behind.
 * - The attempt counter is exact under any concurrency, and touches no account's version.
 * - Instants are passed in; expiry is an absolute instant, and what is expired is as good as absent.
 * - A text that cannot be kept (NUL, half of a surrogate pair) is a mistake of the caller's: `TypeError`, nothing written.
 * - A record that a newer version wrote throws `RecordTooNew`; one of an older schema is answered as this version knows it.
 */
export interface Store {
  /** Makes the store ready (tables, indexes, checks of the server). Safe to call by several processes at once. */
  open(): Promise<void>;

  /**
   * Loads all that a step needs and counts the attempt that is about to be made, in one round trip. The count is as lasting as the
   * next commit: nobody learns what came of a guess that a crash could still forget.
   */
  beginStep(step: BeginStep): Promise<StepLoaded>;

  /**
   * Writes all of a change, or nothing of it: the guards hold at the moment of writing, and so do the unique keys. The policy's
   * alone may be a moment older (`CommitGuards.policy`).
   */
  commit(change: Commit): Promise<CommitResult>;

  /**
   * The session check: one round trip, and a second one if it moves `lastSeenAt`. Answers the session with the account
   * it belongs to, and the policy if it is newer than `knownPolicy`; `undefined` if the session is unknown, past its
   * end or silent for too long.
   * Moves `lastSeenAt` (never the version) if it is older than `touchAfter` milliseconds.
   */
  checkSession(check: SessionCheck): Promise<SessionLoaded | undefined>;

  readAccount(tenant: TenantId, id: AccountId): Promise<AccountRecord | undefined>;
  /**
   * The accounts of a tenant in the order of their ids (which are ASCII); `query` is part of one of an account's names
   * (`searchedNames`), taken literally and whatever its case, or empty.
   */
  listAccounts(tenant: TenantId, page: Page & { readonly query?: string }): Promise<Listed<AccountRecord>>;
  readVault(tenant: TenantId, accountId: AccountId): Promise<VaultRecord | undefined>;
  /** The ways into the vaults of a tenant, in the order of the accounts' ids, as `listAccounts` has it. */
  listVaultWays(tenant: TenantId, page: Page): Promise<Listed<VaultWays>>;
  /** The live sessions of an account, newest first. */
  listSessions(tenant: TenantId, accountId: AccountId, now: Instant): Promise<readonly SessionRecord[]>;
  /** The devices an account knows, of whatever epoch, the last seen first. */
  listDevices(tenant: TenantId, accountId: AccountId): Promise<readonly DeviceRecord[]>;
  /** The action log, newest first; those of one instant, last written first. Whom to tell (`tell`) is not part of it. */
  listEvents(tenant: TenantId, page: Page & EventFilter): Promise<Listed<EventRecord>>;
  /**
   * Failures by hour since an instant, oldest first, of the hours that saw any: `sign-in.failed` events, and the failures
   * at unknown identifiers that `countUnknownFailure` counted.
   */
  countFailures(
    tenant: TenantId,
    since: Instant,
  ): Promise<readonly { readonly hour: Instant; readonly count: number }[]>;
  /** The policy in force. */
  readPolicy(tenant: TenantId): Promise<PolicyRecord | undefined>;
  /** Every version there was, newest first. */
  listPolicyVersions(tenant: TenantId, page: Page): Promise<Listed<PolicyRecord>>;
  readAdministrators(tenant: TenantId): Promise<AdministratorsRecord | undefined>;
  /** The counters of these subjects that hold at least one failure; without subjects, of the whole tenant. */
  listCounters(tenant: TenantId, subjects?: readonly string[]): Promise<readonly CounterView[]>;

  /** Events whose owners have not been told yet, in the order in which each account's came about. */
  eventsToTell(limit: number): Promise<readonly EventRecord[]>;
  /** The owners of these have been told. */
  markTold(tenant: TenantId, eventIds: readonly string[]): Promise<void>;

  /**
   * Removes what is past its end: flows, sessions, spent marks, the counters of unknown identifiers, and the events that the
   * host keeps no longer. A counter goes after its window, its lock and the time of {@link unknownCounterKept}. An event whose
   * owner has not been told stays. Works in batches, so that no lock is held for long. Answers how many records it removed.
   */
  sweep(now: Instant, retention?: readonly EventRetention[]): Promise<number>;
}

/** Events of these types go if they are older. Counts of failures by the hour go with `sign-in.failed`. */
export interface EventRetention {
  readonly types: readonly EventType[];
  readonly before: Instant;
}

/** How the account of a step is found. */
export type AccountKey =
  | { readonly kind: 'id'; readonly value: AccountId }
  | { readonly kind: LookUpKind; readonly value: string };

/**
 * What accounts are found by; `external-id` by the text of `externalIdKey`, `host-key` by `AccountRecord.externalId`. Each belongs to one
 * account of a tenant.
 */
export type LookUpKind = 'identifier' | 'passkey' | 'external-id' | 'host-key';

export interface BeginStep {
  readonly tenant: TenantId;
  readonly now: Instant;
  /**
   * The policy version this process knows (0: none yet). If the store holds another, nothing is counted, and the
   * answer carries the policy alone: the step begins again.
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
  /** Live flow of that token. */
  readonly flow?: FlowRecord;
  /** Live session of that token (not checked against the account: the engine does that). */
  readonly session?: SessionRecord;
  readonly account?: AccountRecord;
  /** The presented device token belongs to this account, and to its present epoch. */
  readonly knownDevice: boolean;
  readonly attempt: AttemptAnswer;
}

/**
 * A change, whole. Guards first: every record named there must be live and at that version, or nothing is written.
 * `opens` takes a session only together with what it consumes, so that no session comes from nothing. A session that is
 * raised or rotated keeps its id: `session` is its next state, so that a change that ends it finds it, whatever its token is by then.
 *
 * A change that contradicts itself is a mistake in the program and throws, with nothing written: a record of another
 * tenant, a next version that is not its guard plus one, a deletion without its guard, a record both written and
 * ended, `opens` that consumes what no guard names, `session` that no guard names, a vault without its account, keys that stay of an
 * account that no guard names. A policy or administrators record written without a guard still
 * needs the version before it in place.
 */
export interface Commit {
  readonly tenant: TenantId;
  readonly now: Instant;
  readonly guards: CommitGuards;
  /** A new flow, or the next state of the guarded one (its version is the guard's plus one). */
  readonly flow?: FlowRecord;
  readonly endFlow?: { readonly id: string };
  /** A new account, or the next state of the guarded one. */
  readonly account?: AccountRecord;
  /**
   * The account's next state is found by the very keys that its guarded one was: no store looks for those that come and go. To be
   * worked out by `keepsKeys`, from the record that the guard names.
   */
  readonly keysStay?: true;
  /** The next state of the vault of the account that this change writes: that account's version is its guard. */
  readonly vault?: VaultRecord;
  /** The guarded account goes, with its keys, vault, sessions, devices and counters. Its events stay. */
  readonly deleteAccount?: { readonly id: AccountId };
  /** A session opens by consuming the guarded flow, or a mark; what is consumed is gone. Its id and token are its own. */
  readonly opens?: {
    readonly session: SessionRecord;
    readonly consumes: Consumed;
  };
  /**
   * The next state of the guarded session: raised, rotated to another token, or taken over into the account's next epoch.
   * Same id, same account, its guard's version plus one. The token it had before is gone if the new state has another.
   */
  readonly session?: SessionRecord;
  /**
   * Ended with this change, of those there were before it: never the one that `opens` or `session` brings. A session
   * that is rotated by another change at the same moment is ended too, or that change answers `conflict`.
   */
  readonly endSessions?: EndSessions;
  /**
   * A device the account knows from now on. One it knows already keeps its id and `createdAt`, and takes the rest.
   * Of more than ten the one that was not seen for longest goes, with its counters.
   */
  readonly device?: DeviceRecord;
  /** Devices the account knew before this change and knows no longer, with their counters: never the one in `device`. */
  readonly forgetDevices?: ForgetDevices;
  /** What works once and has no record of its own (a WebAuthn challenge, a token): a repeat is a conflict `spent`. */
  readonly spend?: readonly { readonly key: string; readonly expiresAt: Instant }[];
  /**
   * Counters a grant or an administrator clears. A stranger's grant: the strangers'. A known device's: its own, and of
   * the strangers' only `total` (`clearAttempts`). An administrator: all. Never those of `mail:…`, whose budget nothing
   * refills. If a grant names `authenticators`, those alone: what was proved forgives no guesses at anything else.
   */
  readonly clearCounters?:
    | {
        readonly subject: string;
        readonly by: 'stranger' | 'known-device';
        readonly device?: string;
        /** Absent: every authenticator. */
        readonly authenticators?: readonly string[];
        /** An authenticator that was bound anew with the grant: its guesses are forgotten as `rebinding` forgets them. */
        readonly rebinds?: string;
      }
    | { readonly subject: string; readonly by: 'administrator' }
    /** An authenticator was bound anew: all guesses at the old one are forgotten, from every device. */
    | { readonly subject: string; readonly by: 'rebinding'; readonly authenticator: string };
  /**
   * An attempt that was proved right, or never judged: given back once, whatever becomes of the rest. A conflict gives
   * it back too, and leaves nothing else behind.
   */
  readonly giveBack?: AttemptRef;
  /**
   * An attempt that was judged wrong. The attempt stays counted, and is not open any more. The store writes this part once, whatever becomes
   * of the rest: a conflict writes this part too.
   */
  readonly judged?: JudgedWrong;
  readonly policy?: PolicyRecord;
  readonly administrators?: AdministratorsRecord;
  readonly events: readonly EventRecord[];
  /** A failure at an identifier that nobody has: one more in the hour of `now`, and no event, so that strangers do not write the log. */
  readonly countUnknownFailure?: boolean;
}

/**
 * What a new session is made from: the guarded flow, or a mark in `spend` of the same commit (a sign-in of a single
 * step, for which no flow was ever stored). A store refuses a session that consumes nothing.
 */
export type Consumed = { readonly flowId: string } | { readonly mark: string };

export interface CommitGuards {
  /** `tokenHash` is that of the record which the guard names, if it is at hand: by it a store finds the flow as a step did. */
  readonly flow?: { readonly id: string; readonly version: number; readonly tokenHash?: string };
  readonly account?: { readonly id: AccountId; readonly version: number };
  readonly session?: { readonly id: string; readonly version: number };
  /**
   * Who makes the change, or by whose right it is made: their account is at this version, and the session lives if one is named.
   * Two who act against each other at once do not both succeed. May name the account that is written, or another one.
   */
  readonly actor?: { readonly accountId: AccountId; readonly version: number; readonly sessionId?: string };
  /**
   * The version in force. It may be read as it was when the commit began, so that who changes the policy waits for nobody and nobody for
   * them: a change that waits for another meanwhile can be written under the version before, as if it had come a moment earlier. A session
   * that it opens names that version (`SessionRecord.policyVersion`), so that `onTighten` judges it. Where the change writes a policy, the
   * guard holds as any other: of two that follow the same version one is written.
   */
  readonly policy?: number;
  readonly administrators?: number;
}

export interface ForgetDevices {
  readonly accountId: AccountId;
  /** Only the one of this id; absent: all. */
  readonly only?: string;
}

export interface EndSessions {
  readonly accountId: AccountId;
  /** This one stays. */
  readonly except?: string;
  /** Only this one. */
  readonly only?: string;
  /** Only those that one of these bindings proved. */
  readonly provedBy?: readonly string[];
}

export type CommitResult = (
  | { readonly outcome: 'committed' }
  /** What stood in the way: a guard that no longer holds, a key another has, or what was spent before. */
  | {
      readonly outcome: 'conflict';
      readonly with: 'flow' | 'account' | 'session' | 'actor' | 'policy' | 'administrators' | 'key' | 'spent';
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

export interface Page {
  /** The `next` of the page before. It holds its place under change; any other text harms nothing. */
  readonly cursor?: string;
  readonly limit: number;
}

export interface EventFilter {
  readonly accountId?: AccountId;
  readonly type?: string;
}

export interface Listed<Item> {
  readonly items: readonly Item[];
  /** Present if there is more. */
  readonly next?: string;
}
