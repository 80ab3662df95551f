import type { Instant } from '@sallyport/core';
import type { AttemptAnswer, AttemptAsked } from './attempt.ts';
import type {
  AccountId,
  AccountRecord,
  CounterView,
  FlowRecord,
  PolicyRecord,
  SessionRecord,
  TenantId,
} from './records.ts';

/** The key that finds the account of a step. */
export type AccountKey =
  | { readonly kind: 'id'; readonly value: AccountId }
  | { readonly kind: LookUpKind; readonly value: string };

/**
 * The kinds of keys that find an account. Each key belongs to one account of a tenant. Stores keep the names of the kinds, so two names differ from
 * the members of `AccountRecord`:
 *
 * - `identifier`: one of `identifiers`
 * - `passkey`: the id of one of `passkeys`
 * - `external-id`: one of `externalIds` (an identity at a provider), as the text of `externalIdKey`
 * - `host-key`: `externalId`, the key of the account in the host's system
 */
export type LookUpKind = 'identifier' | 'passkey' | 'external-id' | 'host-key';

/** What a step loads and counts. */
export interface BeginStep {
  /** The tenant of the request. */
  readonly tenant: TenantId;
  /** Decides which records are live. */
  readonly now: Instant;
  /**
   * The policy version that this process knows (0: no stored version). If the store holds another version, the store counts nothing and
   * returns only the policy, and the caller begins the step again. If no version is stored, the store returns nothing, and the caller goes on as if there were no record.
   */
  readonly knownPolicy: number;
  /** The hash of the presented flow token. Absent: no token. */
  readonly flowHash?: string;
  /** The hash of the presented session token. Absent: no token. */
  readonly sessionHash?: string;
  /** Used if there is no flow, or the flow names no account. */
  readonly account?: AccountKey;
  /** The hashes of the presented device tokens, at most a handful, in the order of presentation. Absent: no token. */
  readonly deviceHashes?: readonly string[];
  /** The attempt to count before the engine judges the proof. Absent: the step guesses no secret. */
  readonly attempt?: AttemptAsked;
}

/**
 * The records of a step, from one statement, one read-only snapshot, or several strongly consistent reads. If a commit falls between two reads, the
 * guards of the step's own commit notice. The account is not newer than the flow: otherwise a right code, sent twice at once, meets an account that has
 * used the code up, and the flow from before, and is counted as a wrong guess. The counter is counted afterwards, under its lock. A store may refuse
 * a guess without the lock if the counter refuses the guess in the snapshot already (`locked` or `waits`).
 */
export interface StepLoaded {
  /** The policy in force, if its version differs from `knownPolicy`. Absent also if no version is stored. */
  readonly policy?: PolicyRecord;
  /** The live flow with this token. */
  readonly flow?: FlowRecord;
  /** The live session with this token. The engine, not the store, checks the session against the account. */
  readonly session?: SessionRecord;
  /** The account of the flow, otherwise of the key. A session alone loads no account. */
  readonly account?: AccountRecord;
  /**
   * The hash of the presented device token that belongs to this account, and to the account's current epoch. If several tokens do, the first
   * presented token counts (`firstKnown` of core's lockout). An attempt with `perDevice` counts at this device. Absent: the account knows none of the tokens.
   */
  readonly knownDevice?: string;
  /** What happened at the account before the step. Present with `account`. */
  readonly history?: AccountHistory;
  /** `not-counted` if the step asked for no attempt. */
  readonly attempt: AttemptAnswer;
}

/** The last sign-in and the wrong guesses of an account. */
export interface AccountHistory {
  readonly accountId: AccountId;
  /** The last sign-in, as {@link Store.listPeople} tells it. Absent: nobody has signed in yet. */
  readonly lastSignInAt?: Instant;
  /** The counters of the account that {@link Store.listCounters} lists, in any order, as they were before the attempt of the step was counted. */
  readonly counters: readonly CounterView[];
}

/** What a session check asks for. */
export interface SessionCheck {
  /** The tenant of the request. */
  readonly tenant: TenantId;
  /** The hash of the presented token. */
  readonly tokenHash: string;
  /** Decides whether the session is live, and becomes `lastSeenAt`. */
  readonly now: Instant;
  /** The policy version that this process knows; 0: no stored version. */
  readonly knownPolicy: number;
  /** In milliseconds. The check moves `lastSeenAt` if `now - lastSeenAt` is more than this. */
  readonly touchAfter: number;
}

/**
 * A live session with its account, from one statement or from two strongly consistent reads. If a commit falls between the two reads, the request
 * may be refused (`no-session`).
 */
export interface SessionLoaded {
  /** The session as it was read. `lastSeenAt` is `now` if the check had to move the time, also if a concurrent check or commit was quicker. */
  readonly session: SessionRecord;
  /** The session's account, in any state. */
  readonly account: AccountRecord;
  /** Present if a newer version than `knownPolicy` is in force. */
  readonly policy?: PolicyRecord;
}
