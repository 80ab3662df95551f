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
  MembershipRecord,
  OrganisationRecord,
  PolicyRecord,
  SamlRequestRecord,
  SessionRecord,
  TenantId,
} from '../records.ts';
import type { VaultRecord } from '../vault-record.ts';
import type { CounterReset } from './counter-resets.ts';

export type Obstacle = Extract<CommitResult, { readonly outcome: 'conflict' }>['with'];

/**
 * A commit as guarded writes:
 *
 * 1. `guards` in their order. The first check that fails is the conflict.
 * 2. If every check holds, `writes` in their order. If another commit was quicker meanwhile, nothing is written, and the conflict is that of the
 *    check. Another record's id, token or look-up key is the conflict `key`.
 * 3. In any case `giveBack` and `judged`, once, then `ifLocked` if its id is unused. A store with locks writes counters last, so that no commit holds
 *    a counter's lock while it waits. `giveBack` never comes after a reset of the same counter, where it would take back a later guess.
 */
export interface CommitPlan {
  readonly tenant: TenantId;
  readonly now: Instant;
  readonly guards: readonly Guard[];
  /** A single statement may carry all out, if the result is the same. */
  readonly writes: readonly Write[];
  /** `giveBackAttempt`, even if a check fails. */
  readonly giveBack: AttemptRef | undefined;
  /** `judgeAttempt`, even if a check fails. */
  readonly judged: JudgedWrong | undefined;
}

export type Guard = Lock | Check;

/**
 * Records that the following checks and removals read under the lock. All plans lock flow, SAML request, account, session, administrators,
 * organisation, each kind by id (code unit), so two commits cannot deadlock there. A check of a membership locks its record itself, in the same order. The writes lock other records, in one order for all commits. A flow or SAML request that
 * is removed without a guard has no `lock`: repeat after a deadlock.
 *
 * A store without locks has to notice a concurrent change at its commit. A missing record needs no lock: its unique key notices.
 */
export type Lock =
  | {
      readonly guard: 'lock';
      readonly kind: 'flow' | 'samlRequest' | 'account' | 'organisation';
      readonly ids: readonly string[];
    }
  /** One list, locked by id. A removal by account ends only sessions that are locked here. */
  | {
      readonly guard: 'lock';
      readonly kind: 'session';
      readonly ids: readonly string[];
      readonly accountIds: readonly AccountId[];
    }
  | { readonly guard: 'lock'; readonly kind: 'administrators' };

export type Check =
  | {
      readonly guard: 'version';
      readonly kind: 'account';
      readonly id: AccountId;
      readonly version: number;
      readonly obstacle: 'account' | 'actor';
    }
  /** At this version, with an end after `now`. */
  | {
      readonly guard: 'version';
      readonly kind: 'flow';
      readonly id: string;
      readonly version: number;
      readonly obstacle: 'flow';
      readonly tokenHash: string | undefined;
    }
  | {
      readonly guard: 'version';
      readonly kind: 'samlRequest';
      readonly id: string;
      readonly version: number;
      readonly obstacle: 'samlRequest';
    }
  /** At this version, before its end and within its idle time. */
  | {
      readonly guard: 'version';
      readonly kind: 'session';
      readonly id: string;
      readonly version: number;
      readonly obstacle: 'session';
    }
  | { readonly guard: 'live'; readonly kind: 'session'; readonly id: string; readonly obstacle: 'actor' }
  /** At any version. */
  | { readonly guard: 'live'; readonly kind: 'account'; readonly id: AccountId; readonly obstacle: 'account' }
  /** At any version, and not removed. */
  | { readonly guard: 'live'; readonly kind: 'organisation'; readonly id: string; readonly obstacle: 'organisation' }
  /** At this version, and not removed. 0: there is no record, also of a removed organisation. */
  | {
      readonly guard: 'version';
      readonly kind: 'organisation';
      readonly id: string;
      readonly version: number;
      readonly obstacle: 'organisation';
    }
  /** 0: there is no record. */
  | {
      readonly guard: 'member';
      readonly kind: 'membership';
      readonly organisation: string;
      readonly accountId: AccountId;
      readonly version: number;
      readonly obstacle: 'membership';
    }
  /** The account, which is locked, has fewer than `most` memberships in other organisations. */
  | {
      readonly guard: 'room';
      readonly kind: 'membership';
      readonly accountId: AccountId;
      readonly organisation: string;
      readonly most: number;
      readonly obstacle: 'full';
    }
  /** 0: there is no record. */
  | {
      readonly guard: 'in-force';
      readonly kind: 'policy' | 'administrators';
      readonly version: number;
      readonly obstacle: 'policy' | 'administrators';
    }
  /** None of `keys` is stored with an end after `now`. No lock holds this check. */
  | {
      readonly guard: 'unused';
      readonly kind: 'single-use';
      readonly keys: readonly string[];
      readonly obstacle: 'used';
    }
  /** No other account has these keys. If `isNew`, none has the id either. */
  | {
      readonly guard: 'free';
      readonly kind: 'account';
      readonly keys: readonly LookUpKey[];
      readonly id: AccountId;
      readonly isNew: boolean;
      readonly obstacle: 'key';
    }
  /** A contradiction that is a conflict. */
  | { readonly guard: 'never'; readonly obstacle: Obstacle };

interface Records {
  readonly flow: FlowRecord;
  readonly samlRequest: SamlRequestRecord;
  readonly session: SessionRecord;
  readonly vault: VaultRecord;
  readonly device: DeviceRecord;
  readonly policy: PolicyRecord;
  readonly administrators: AdministratorsRecord;
  /** A store keeps each version too. */
  readonly organisation: OrganisationRecord;
  readonly membership: MembershipRecord;
}

type OfKind<Verb, Kinds extends keyof Records> = {
  [Kind in Kinds]: { readonly write: Verb; readonly kind: Kind; readonly record: Records[Kind] };
}[Kinds];

/** Id and token are unused, also by an expired record: otherwise the conflict is `key`. */
export type Insert =
  | OfKind<'insert', 'flow' | 'samlRequest' | 'session' | 'policy' | 'administrators' | 'organisation' | 'membership'>
  | {
      readonly write: 'insert';
      readonly kind: 'account';
      readonly record: AccountRecord;
      readonly keys: Keys;
      readonly profile: AccountProfile | undefined;
    };

export type Replace =
  | OfKind<'replace', 'flow' | 'samlRequest' | 'session' | 'administrators' | 'organisation' | 'membership'>
  | {
      readonly write: 'replace';
      readonly kind: 'account';
      readonly record: AccountRecord;
      /** From now on exactly these. Absent: the keys stay. */
      readonly keys: Keys | undefined;
      readonly profile: AccountProfile | undefined;
    };

/** A key may come twice, because an account may have the same identifier twice. */
type Keys = readonly LookUpKey[];

/**
 * A known device of any epoch keeps its id and `createdAt`, and adds to `proved` (`provedWith`). Beyond `DEVICES_PER_ACCOUNT`, the one not seen for
 * longest goes, with its counters.
 */
export type Put = OfKind<'put', 'vault' | 'device'>;

export interface RemoveSessions {
  readonly write: 'remove';
  readonly kind: 'session';
  readonly accountId: AccountId;
  readonly except: readonly string[];
  readonly only?: string | undefined;
  /** Of which `bindings` names a member, as stored, in any schema. */
  readonly provedBy?: readonly string[] | undefined;
}

export interface RemoveDevices {
  readonly write: 'remove';
  readonly kind: 'device';
  readonly accountId: AccountId;
  /** Stays, by its token hash. */
  readonly except?: string | undefined;
  readonly only?: string | undefined;
}

/** A record that is gone already is no error. */
export type Remove =
  | { readonly write: 'remove'; readonly kind: 'flow'; readonly ids: readonly string[] }
  | { readonly write: 'remove'; readonly kind: 'samlRequest'; readonly ids: readonly string[] }
  | RemoveSessions
  | RemoveDevices
  | {
      readonly write: 'remove';
      readonly kind: 'membership';
      readonly organisation: string;
      readonly accountId: AccountId;
    }
  /** With its keys, vault, last sign-in, counters and memberships. */
  | { readonly write: 'remove'; readonly kind: 'account'; readonly id: AccountId };

export type Write =
  | Insert
  | Replace
  | Put
  | Remove
  /** The first reset that matches a counter applies. */
  | {
      readonly write: 'reset';
      readonly kind: 'counter';
      readonly subject: string;
      readonly resets: readonly CounterReset[];
    }
  /** Expired values may be stored again. Sorted. A value that became live since the check is the conflict `used`: a store with locks checks again. */
  | { readonly write: 'use'; readonly kind: 'single-use'; readonly singleUses: readonly SingleUse[] }
  | { readonly write: 'append'; readonly kind: 'event'; readonly events: readonly EventRecord[] }
  | { readonly write: 'count'; readonly kind: 'failure' }
  | NoteSignIn;

/** An upsert that keeps the later instant: a row that another transaction just inserted is no conflict. `at` absent: the account is new. */
export interface NoteSignIn {
  readonly write: 'note';
  readonly kind: 'signIn';
  readonly accountId: AccountId;
  readonly at: Instant | undefined;
}

export interface SingleUse {
  readonly key: string;
  readonly expiresAt: Instant;
}

export function writesOf<Kind extends Write['kind']>(
  { writes }: Pick<CommitPlan, 'writes'>,
  kind: Kind,
): readonly Extract<Write, { readonly kind: Kind }>[] {
  return writes.filter((write): write is Extract<Write, { readonly kind: Kind }> => write.kind === kind);
}
