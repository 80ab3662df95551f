import type { Instant } from '@sallyport/core';
import type { AttemptRef, JudgedWrong } from '../attempt.ts';
import type { CommitResult } from '../commit.ts';
import type { LookUpKey } from '../look-up-keys.ts';
import type { AccountProfile } from '../people.ts';
import type {
  AccountId,
  AccountRecord,
  AdministratorsRecord,
  DeviceRecord,
  EventRecord,
  FlowRecord,
  PolicyRecord,
  SamlRequestRecord,
  SessionRecord,
  TenantId,
} from '../records.ts';
import type { VaultRecord } from '../vault-record.ts';
import type { CounterReset } from './counter-resets.ts';

/** The reason for a conflict. */
export type Obstacle = Extract<CommitResult, { readonly outcome: 'conflict' }>['with'];

/**
 * A commit as a list of guarded writes. `planCommit` makes the plan, and every store carries the plan out:
 *
 * 1. Go through `guards` in their order. A `lock` names records to lock. Any other guard is a check, and the first check that fails is
 *    the conflict of the result.
 * 2. If every check holds, do `writes` in their order. If another commit was quicker between a check and a write, the store writes
 *    nothing, and the conflict is that of the check: `policy`, `administrators` or `used`. If a written record has another record's id,
 *    token or look-up key, the conflict is `key`.
 * 3. In any case, write `giveBack` and `judged` once. A store with locks does this last, so that no commit
 *    holds the lock of a counter while the commit waits for a record. For the same reason the store may move the writes that reset or remove
 *    counters to the end of `writes`. The event `ifLocked` comes after the events of `writes`, if its id is unused: otherwise the store may throw
 *    or leave the event out. A store may write `giveBack`, `judged` and `ifLocked` in transactions of their own: before the transaction of `writes` if
 *    `writes` reset or remove counters of the same subject (a reset, a removed account, a removed device), because afterwards `giveBack` would take back a later guess. If the process dies in between,
 *    the attempt stays open, and counts as a failure after `judgedWithin`; the event of the lockout may be lost. If the commit throws
 *    `StoreUnavailable`, they are written or not. The commit also throws if only these writes fail, after the others are written.
 */
export interface CommitPlan {
  /** The tenant of all records of the plan. */
  readonly tenant: TenantId;
  /** Decides which records are live. */
  readonly now: Instant;
  /** Locks and checks, in the order to carry out. */
  readonly guards: readonly Guard[];
  /** In the order to carry out, after every check holds. A single statement may carry all writes out, if the result is the same. */
  readonly writes: readonly Write[];
  /** An attempt to give back (`giveBackAttempt`), even if a check fails. */
  readonly giveBack: AttemptRef | undefined;
  /** An attempt to mark as a failure (`judgeAttempt`), even if a check fails. */
  readonly judged: JudgedWrong | undefined;
}

/** A step before the writes: records to lock, or a condition. */
export type Guard = Lock | Check;

/**
 * Records whose state under the lock the following checks and the removals read.
 *
 * The order of locks:
 *
 * - All plans lock the kinds in one order: flow, SAML request, account, session, administrators. A lock of a kind names all ids of the kind, sorted by
 *   code unit. So two commits cannot deadlock at these records.
 * - The writes lock other records, which no `lock` names: look-up keys, last sign-ins, the vault, devices, counters, single-use values, the policy, events and the
 *   hour of failures. A store takes these kinds in one order for all commits, such as the order of `writes` with the counters last. Within a kind, the
 *   store sorts the look-up keys, devices and counters that it writes or removes, by an order that all commits use. The plan has sorted the single-use values.
 * - A flow or a SAML request that the plan removes without a guard has no `lock` either. Two commits can deadlock there. The store repeats a
 *   transaction that the database rolled back. One repeat, at once, is enough if the order of locks leaves no other deadlock.
 *
 * For other deadlocks, and for contention, the store repeats with growing random pauses until the time limit of the call, or for a number of tries, and
 * then throws `StoreUnavailable`. The store may stop earlier and report a conflict with the guarded account, administrators or policy, unless the plan
 * guards an actor (MongoDB: after 16 tries). A queue in the process for commits that meet at one record avoids contention.
 *
 * A store without locks may skip the lock, and then has to notice a concurrent change at its commit. A missing record needs no lock: a commit of the
 * engine that requires the absence of a record inserts the record, and the unique key notices another such commit.
 */
export type Lock =
  | { readonly guard: 'lock'; readonly kind: 'flow' | 'samlRequest' | 'account'; readonly ids: readonly string[] }
  /**
   * The sessions with these ids, and all sessions of these accounts: read the sessions as a single list, and lock the list in the order of the ids.
   * Removals end only sessions that are locked here: a store with locks keeps the ids of the locked sessions, and a removal by account
   * removes these.
   */
  | {
      readonly guard: 'lock';
      readonly kind: 'session';
      readonly ids: readonly string[];
      readonly accountIds: readonly AccountId[];
    }
  | { readonly guard: 'lock'; readonly kind: 'administrators' };

/** A condition on the stored records. `obstacle` is the conflict if the condition does not hold. */
export type Check =
  /** The account exists at this version. */
  | {
      readonly guard: 'version';
      readonly kind: 'account';
      readonly id: AccountId;
      readonly version: number;
      readonly obstacle: 'account' | 'actor';
    }
  /** The flow exists at this version, and its end is later than `CommitPlan.now`. */
  | {
      readonly guard: 'version';
      readonly kind: 'flow';
      readonly id: string;
      readonly version: number;
      readonly obstacle: 'flow';
      /** The hash of the flow's token, if the caller has the record. */
      readonly tokenHash: string | undefined;
    }
  /** The SAML request exists at this version, and its end is later than `CommitPlan.now`. */
  | {
      readonly guard: 'version';
      readonly kind: 'samlRequest';
      readonly id: string;
      readonly version: number;
      readonly obstacle: 'samlRequest';
    }
  /** The session exists at this version, before its end and within its idle time. */
  | {
      readonly guard: 'version';
      readonly kind: 'session';
      readonly id: string;
      readonly version: number;
      readonly obstacle: 'session';
    }
  /** The session is live, at any version. */
  | { readonly guard: 'live'; readonly kind: 'session'; readonly id: string; readonly obstacle: 'actor' }
  /** The version in force. 0: there is no record. */
  | {
      readonly guard: 'in-force';
      readonly kind: 'policy' | 'administrators';
      readonly version: number;
      readonly obstacle: 'policy' | 'administrators';
    }
  /** The store has no single-use value of `keys` with an end after `CommitPlan.now`. No lock holds this check: see `uses`. */
  | {
      readonly guard: 'unused';
      readonly kind: 'single-use';
      readonly keys: readonly string[];
      readonly obstacle: 'used';
    }
  /** The look-up keys belong to no other account. If `isNew`, no account has the id either. */
  | {
      readonly guard: 'free';
      readonly kind: 'account';
      readonly keys: readonly LookUpKey[];
      readonly id: AccountId;
      readonly isNew: boolean;
      readonly obstacle: 'key';
    }
  /** Never holds: the commit contradicts itself in a way that is a conflict. */
  | { readonly guard: 'never'; readonly obstacle: Obstacle };

/** The records that a commit writes whole, by kind. */
interface Records {
  readonly flow: FlowRecord;
  readonly samlRequest: SamlRequestRecord;
  readonly session: SessionRecord;
  readonly vault: VaultRecord;
  readonly device: DeviceRecord;
  readonly policy: PolicyRecord;
  readonly administrators: AdministratorsRecord;
}

type OfKind<Verb, Kinds extends keyof Records> = {
  [Kind in Kinds]: { readonly write: Verb; readonly kind: Kind; readonly record: Records[Kind] };
}[Kinds];

/**
 * A new record. The id and the token are unused, also by an expired record that was not swept yet: otherwise the conflict is `key`. If the id or
 * the token is of a flow or session that the same plan removes, a store may carry the plan out, or answer the conflict `key`: ids and tokens are random, so
 * the engine makes no such plan.
 */
export type Insert =
  | OfKind<'insert', 'flow' | 'samlRequest' | 'session' | 'policy' | 'administrators'>
  | {
      readonly write: 'insert';
      readonly kind: 'account';
      readonly record: AccountRecord;
      readonly keys: Keys;
      readonly profile: AccountProfile | undefined;
    };

/** The next state of a record. The stored record has the version before, which a check has tried. */
export type Replace =
  | OfKind<'replace', 'flow' | 'samlRequest' | 'session' | 'administrators'>
  | {
      readonly write: 'replace';
      readonly kind: 'account';
      readonly record: AccountRecord;
      /** From now on, exactly these keys find the account. Absent: the keys stay. */
      readonly keys: Keys | undefined;
      readonly profile: AccountProfile | undefined;
    };

/** A key may come twice, because an account may have the same identifier twice. */
type Keys = readonly LookUpKey[];

/**
 * A record that may exist already. A stored device with this token, of any epoch, keeps its id and `createdAt`, and adds to `proved`
 * (`provedWith`). If the account then knows more than `DEVICES_PER_ACCOUNT` devices, the device that was not seen for the longest time goes, with
 * its counters.
 */
export type Put = OfKind<'put', 'vault' | 'device'>;

/**
 * The sessions of an account that were stored before this commit. A session that this commit inserts stays. `except` names the other sessions that
 * stay.
 */
export interface RemoveSessions {
  /** Tells the writes apart. */
  readonly write: 'remove';
  /** Tells the removals apart. */
  readonly kind: 'session';
  /** The account of the sessions. */
  readonly accountId: AccountId;
  /** The ids of sessions that stay. */
  readonly except: readonly string[];
  /** The id of the only session to remove. Absent: all sessions. */
  readonly only?: string | undefined;
  /** Only sessions of which `bindings` names a member of this list. Compares `bindings` as stored, in a session of any schema. */
  readonly provedBy?: readonly string[] | undefined;
}

/** The devices of an account, with the counters of these devices. */
export interface RemoveDevices {
  /** Tells the writes apart. */
  readonly write: 'remove';
  /** Tells the removals apart. */
  readonly kind: 'device';
  /** The account that knows the devices. */
  readonly accountId: AccountId;
  /** The token hash of a device that stays. */
  readonly except?: string | undefined;
  /** The id of the only device to remove. */
  readonly only?: string | undefined;
}

/** A removal of records. A record that is gone already is no error. */
export type Remove =
  | { readonly write: 'remove'; readonly kind: 'flow'; readonly ids: readonly string[] }
  | { readonly write: 'remove'; readonly kind: 'samlRequest'; readonly ids: readonly string[] }
  | RemoveSessions
  | RemoveDevices
  /** The account with its look-up keys, its vault, its last sign-in, and the counters of its id. */
  | { readonly write: 'remove'; readonly kind: 'account'; readonly id: AccountId };

/** One write. */
export type Write =
  | Insert
  | Replace
  | Put
  | Remove
  /** Resets counters of a subject: of the resets that match a counter, the first applies. */
  | {
      readonly write: 'reset';
      readonly kind: 'counter';
      readonly subject: string;
      readonly resets: readonly CounterReset[];
    }
  /**
   * Single-use values to store until they expire. An expired single-use value may be stored again. The keys differ, and are sorted. If a single-use value became live after the
   * check, the conflict is `used`: a store with locks checks again as it writes.
   */
  | { readonly write: 'use'; readonly kind: 'single-use'; readonly singleUses: readonly SingleUse[] }
  /** Events for the action log, in their order. Their ids differ, and differ from the id of `ifLocked`. */
  | { readonly write: 'append'; readonly kind: 'event'; readonly events: readonly EventRecord[] }
  /** Adds one to the failures at unknown identifiers in the hour of `CommitPlan.now`. */
  | { readonly write: 'count'; readonly kind: 'failure' }
  | NoteSignIn;

/**
 * The account's last sign-in, which is no part of the account's record. An upsert. Of the stored and the new instant, the store keeps the later. `at`
 * absent: the account is new, and nobody has signed in; what an earlier account with the id left behind is replaced. Two commits can write the last
 * sign-in of one account at once, because a commit that opens a session need not guard the account: that another transaction has just inserted the
 * row is no conflict.
 */
export interface NoteSignIn {
  /** Tells the writes apart. */
  readonly write: 'note';
  /** Tells the writes apart. */
  readonly kind: 'signIn';
  /** The account that was signed in to, or is new. */
  readonly accountId: AccountId;
  /** When the session opened. */
  readonly at: Instant | undefined;
}

/** A one-time value without a record. */
export interface SingleUse {
  /** The value, which is used once in the tenant. */
  readonly key: string;
  /** When the sweeper may remove the single-use value. */
  readonly expiresAt: Instant;
}

/** Returns the writes of a plan to records of a kind. */
export function writesOf<Kind extends Write['kind']>(
  { writes }: Pick<CommitPlan, 'writes'>,
  kind: Kind,
): readonly Extract<Write, { readonly kind: Kind }>[] {
  return writes.filter((write): write is Extract<Write, { readonly kind: Kind }> => write.kind === kind);
}
