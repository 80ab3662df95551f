import type { Instant } from '@sallyport/core';
import type { AttemptRef, JudgedWrong } from './attempt.ts';
import type { AccountProfile } from './people.ts';
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
} from './records.ts';
import type { VaultRecord } from './vault-record.ts';

/**
 * A change. A store passes the change to `planCommit` (`@sallyport/store/plan`) and carries out the returned plan, which contains the
 * rules below as a list of guarded writes.
 *
 * The store first checks the guards: every record that a guard names must be live and at the guard's version (the session of an actor at any
 * version), or the store writes nothing. `newSession` requires the flow or the single-use value that the new session consumes, so that no session is created without a proof. A
 * session that is raised or rotated keeps its id, in `session`. So a concurrent change can end the session under any token.
 *
 * A change that contradicts itself is a bug in the calling program. The store throws `MalformedCommit` and writes nothing. The cases:
 * - a record of another tenant
 * - a next version that is not the guard's version plus one
 * - a deletion of an account without its guard
 * - a record both written and ended
 * - an account deleted, and the same or another account written: the other account could ask for a look-up key of the deleted account
 * - `newSession` that consumes a flow without a guard, or a single-use value that is not in `uses`
 * - `session` without its guard
 * - a session both opened and changed
 * - a vault without its account
 * - `keysStay` without a guard of the account
 * - two events with one id, `ifLocked` included
 * - `judged` beside `giveBack` or `clearCounters`: a commit judges an attempt, or gives an attempt back.
 *
 * A policy or administrators record without a guard still requires the version before it in the store.
 */
export interface Commit {
  /** The tenant of all records of the change. */
  readonly tenant: TenantId;
  /** Decides which records are live. */
  readonly now: Instant;
  /** What has to hold at the moment of writing. */
  readonly guards: CommitGuards;
  /** A new flow, or the next state of the guarded flow (the guard's version plus one). */
  readonly flow?: FlowRecord;
  /** Deletes the flow, if there is one. */
  readonly endFlow?: { readonly id: string };
  /** A new SAML request, or the next state of the guarded SAML request (the guard's version plus one). */
  readonly samlRequest?: SamlRequestRecord;
  /** Deletes the SAML request, if there is one. */
  readonly endSamlRequest?: { readonly id: string };
  /** A new account, or the next state of the guarded account. */
  readonly account?: AccountRecord;
  /**
   * The same keys find the account before and after this change, so the store looks for no changed keys. The caller computes this by
   * `keepsKeys`, from the record that the guard names. The names that `listAccounts` searches (`searchedNames`) can change all the same.
   */
  readonly keysStay?: true;
  /** The profile of `account`. Absent: the account has no profile until the engine judges the account. */
  readonly profile?: AccountProfile;
  /** The next state of the vault of the account in `account`. The account's version guards the vault. */
  readonly vault?: VaultRecord;
  /** Deletes the guarded account with its keys, profile, last sign-in, vault, sessions, devices and counters. The account's events stay. */
  readonly deleteAccount?: { readonly id: AccountId };
  /** Opens a session that consumes the guarded flow, or a single-use value. The consumed flow is deleted. The session's id and token are new. */
  readonly newSession?: {
    readonly session: SessionRecord;
    readonly consumes: Consumed;
  };
  /**
   * The next state of the guarded session: raised, rotated to another token, or moved into the account's next epoch. Same id, same
   * account, the guard's version plus one. If the new state has another token, the old token is gone.
   */
  readonly session?: SessionRecord;
  /**
   * Ends sessions that existed before this change, and never the session in `newSession` or `session`. If a concurrent change rotates such a
   * session, the session ends too, or the concurrent change returns `conflict`.
   */
  readonly endSessions?: EndSessions;
  /**
   * A device that the account knows from now on. A device that the account already knows keeps its id and `createdAt`, adds to
   * `proved` (`provedWith`), and takes the other members. Beyond ten devices, the store removes the device that was not seen for the longest time, with its counters.
   */
  readonly device?: DeviceRecord;
  /** Forgets devices that the account knew before this change, with their counters, and never the device in `device`. */
  readonly forgetDevices?: ForgetDevices;
  /** Values that work once and have no record of their own (a WebAuthn challenge, a token). A value that was used before is a conflict `used`. */
  readonly uses?: readonly { readonly key: string; readonly expiresAt: Instant }[];
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
   * An attempt that was right, or that was never judged. The store gives the attempt back once for each commit, also if the change
   * conflicts, and also if the store repeats its own transaction. After a conflict only this part and `judged` are written.
   */
  readonly giveBack?: AttemptRef;
  /**
   * An attempt that was wrong. The attempt stays counted, and is not open any more. The store writes this part once, with the event `ifLocked` if
   * the failure locks the counter, also if the change conflicts.
   */
  readonly judged?: JudgedWrong;
  /** The next version of the policy. */
  readonly policy?: PolicyRecord;
  /** The next version of the administrators record. */
  readonly administrators?: AdministratorsRecord;
  /** Events for the action log, in order. */
  readonly events: readonly EventRecord[];
  /** Adds one to the failures at unknown identifiers, and of wrong passkeys before a proof, in the hour of `now`. There is no event, so that nobody can fill the log. */
  readonly countUnknownFailure?: boolean;
}

/**
 * The source of a new session: the guarded flow, or a single-use value in `uses` of the same commit. The single-use value stands for a sign-in in one step, for
 * which no flow was stored. A store refuses a session that consumes nothing.
 */
export type Consumed = { readonly flowId: string } | { readonly singleUse: string };

/** The versions that the change is based on. Absent: the change is based on no such record. */
export interface CommitGuards {
  /**
   * `tokenHash` is the hash in the record that the guard names, if the caller has the record. A store can find the flow by this hash, as
   * a step does.
   */
  readonly flow?: { readonly id: string; readonly version: number; readonly tokenHash?: string };
  /** The SAML request is live and at this version. */
  readonly samlRequest?: { readonly id: string; readonly version: number };
  /** The account exists at this version. */
  readonly account?: { readonly id: AccountId; readonly version: number };
  /** The session is live and at this version. */
  readonly session?: { readonly id: string; readonly version: number };
  /**
   * The account that makes the change, or whose right allows the change. The account is at this version, and the session lives if
   * `sessionId` is set. If two accounts act against one another at the same moment, only one change succeeds. May name the written account, or
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
  /** The administrators record has this version; 0: there is no record. */
  readonly administrators?: number;
}

/** The devices to forget. */
export interface ForgetDevices {
  /** The account that knew the devices. */
  readonly accountId: AccountId;
  /** Only the device with this id. Absent: all devices. */
  readonly only?: string;
}

/** The sessions to end. Without further members: every session of the account. */
export interface EndSessions {
  /** The account of the sessions. */
  readonly accountId: AccountId;
  /** The id of a session that stays. */
  readonly except?: string;
  /** Only the session with this id. */
  readonly only?: string;
  /** Only sessions proved by a binding in this list. */
  readonly provedBy?: readonly string[];
}

/**
 * The change is written as a whole, or not at all. After a conflict, `giveBack` and `judged` are written all the same, and the engine reads again
 * and decides again.
 */
export type CommitResult = (
  | { readonly outcome: 'committed' }
  /** The reason for the conflict: a guard that no longer holds, a single-use value that was used before, or `key`: a look-up key of
   * another account, or the id or token of another record. */
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
        | 'used';
    }
) & {
  /** Present if the failure in `Commit.judged` locked the counter. The store then wrote `ifLocked`. */
  readonly locked?: true;
};
