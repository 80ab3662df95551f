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
  MembershipRecord,
  OrganisationRecord,
  PolicyRecord,
  SamlRequestRecord,
  SessionRecord,
  TenantId,
} from './records.ts';
import type { VaultRecord } from './vault-record.ts';

/**
 * A change. A store passes it to `planCommit` (`@sallyport/store/plan`), and carries out the plan, which holds the rules below as guarded writes. A
 * policy or administrators record without a guard still requires the version before it.
 *
 * @throws MalformedCommit, and writes nothing, if the change contradicts itself
 */
export interface Commit {
  readonly tenant: TenantId;
  /** Decides which records are live. */
  readonly now: Instant;
  readonly guards: CommitGuards;
  /** New, or the next state of the guarded flow. */
  readonly flow?: FlowRecord;
  readonly endFlow?: { readonly id: string };
  /** New, or the next state of the guarded request. */
  readonly samlRequest?: SamlRequestRecord;
  readonly endSamlRequest?: { readonly id: string };
  readonly account?: AccountRecord;
  /** The same keys find the account as before (`keepsKeys`). The names of `searchedNames` can change all the same. */
  readonly keysStay?: true;
  readonly profile?: AccountProfile;
  /** Of `account`, whose version guards the vault. */
  readonly vault?: VaultRecord;
  readonly deleteAccount?: { readonly id: AccountId };
  /** Consumes the guarded flow, which is deleted, or a single-use value: no session is created without a proof. Id and token are new. */
  readonly newSession?: {
    readonly session: SessionRecord;
    readonly consumes: Consumed;
  };
  /** The id stays, so that a concurrent change can end the session under any token. An old token is gone. */
  readonly session?: SessionRecord;
  /** Sessions from before this change. A concurrent rotation ends with them, or conflicts. */
  readonly endSessions?: EndSessions;
  /**
   * A known device keeps its id and `createdAt`, and adds to `proved` (`provedWith`). Beyond ten, the one not seen for longest goes, with its
   * counters.
   */
  readonly device?: DeviceRecord;
  /** Devices from before this change, with their counters, never `device`. */
  readonly forgetDevices?: ForgetDevices;
  /** Values that work once, without a record (a challenge, a token). Used before: conflict `used`. */
  readonly uses?: readonly { readonly key: string; readonly expiresAt: Instant }[];
  /**
   * A grant from an unknown device clears the counters of unknown devices; from a known device those of the device, and of the others only `total`
   * (`clearAttempts`). Counters of `mail:…` stay.
   */
  readonly clearCounters?:
    | {
        readonly subject: string;
        readonly by: 'stranger' | 'known-device';
        readonly device?: string;
        /** A proof forgives no guesses at another authenticator. Absent: every authenticator. */
        readonly authenticators?: readonly string[];
        readonly rebinds?: readonly string[];
      }
    | { readonly subject: string; readonly by: 'administrator' }
    /** Guesses at the old binding are forgotten, for every device. */
    | { readonly subject: string; readonly by: 'rebinding'; readonly authenticators: readonly string[] };
  /** Right, or never judged. Given back once, also if the change conflicts or the store repeats its transaction. */
  readonly giveBack?: AttemptRef;
  /** Wrong. Written once, with `ifLocked`, also if the change conflicts. */
  readonly judged?: JudgedWrong;
  readonly policy?: PolicyRecord;
  readonly administrators?: AdministratorsRecord;
  /**
   * The first version, or the next one. With `removedAt`, reads find neither memberships nor earlier versions any more, and the sweep removes both. The
   * record stays, so that the id is never used again.
   */
  readonly organisation?: OrganisationRecord;
  /** New, or the next state of a guarded membership. A new one needs its account, and its organisation in this or an earlier commit. */
  readonly membership?: MembershipRecord;
  readonly removeMembership?: { readonly organisation: string; readonly accountId: AccountId };
  readonly events: readonly EventRecord[];
  /** Adds one in the hour of `now`. There is no event: nobody can fill the log. */
  readonly countUnknownFailure?: boolean;
}

export type Consumed = { readonly flowId: string } | { readonly singleUse: string };

/** Absent: the change is based on no such record. */
export interface CommitGuards {
  /** `tokenHash`, if the caller has the record: a store can find the flow by it. */
  readonly flow?: { readonly id: string; readonly version: number; readonly tokenHash?: string };
  readonly samlRequest?: { readonly id: string; readonly version: number };
  readonly account?: { readonly id: AccountId; readonly version: number };
  readonly session?: { readonly id: string; readonly version: number };
  /** The account whose right allows the change, at this version, with a live session. If two accounts act against one another, one succeeds. */
  readonly actor?: { readonly accountId: AccountId; readonly version: number; readonly sessionId?: string };
  /** The version in force. May be read when the commit begins, unless the change writes a policy. */
  readonly policy?: number;
  /** 0: there is no record. */
  readonly administrators?: number;
  /** Not removed, and at this version. 0: no record, also of a removed organisation, and the commit writes the first. */
  readonly organisation?: { readonly id: string; readonly version: number };
  /** Of one organisation, a handful: of who acts, of the written membership, and of owners who have to stay. 0: there is none, and the commit writes one. */
  readonly memberships?: readonly MembershipGuard[];
}

export interface MembershipGuard {
  readonly organisation: string;
  readonly accountId: AccountId;
  readonly version: number;
}

export interface ForgetDevices {
  readonly accountId: AccountId;
  /** Absent: all devices. */
  readonly only?: string;
}

/** Without further members: every session of the account. */
export interface EndSessions {
  readonly accountId: AccountId;
  readonly except?: string;
  readonly only?: string;
  /** Proved by a binding of this list. */
  readonly provedBy?: readonly string[];
}

/** Everything or nothing. After a conflict, `giveBack` and `judged` are written all the same, and the engine decides again. */
export type CommitResult = (
  | { readonly outcome: 'committed' }
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
        | 'organisation'
        | 'membership'
        /** The account has `MEMBERSHIPS_PER_ACCOUNT`. */
        | 'full'
        | 'key'
        | 'used';
    }
) & {
  readonly locked?: true;
};
