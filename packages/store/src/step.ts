import type { Instant } from '@sallyport/core';
import type { AttemptAnswer, AttemptAsked } from './attempt.ts';
import type {
  AccountId,
  AccountRecord,
  CounterView,
  FlowRecord,
  MembershipRecord,
  OrganisationRecord,
  PolicyRecord,
  SessionRecord,
  TenantId,
} from './records.ts';

export type AccountKey =
  | { readonly kind: 'id'; readonly value: AccountId }
  | { readonly kind: LookUpKind; readonly value: string };

/** Names differ from the members of `AccountRecord`: `external-id` is one of `externalIds` (`externalIdKey`), and `host-key` is `externalId`. */
export type LookUpKind = 'identifier' | 'passkey' | 'external-id' | 'host-key';

/** The organisation that a request enters. A store without organisations ignores it. */
export interface EnteredOrganisation {
  readonly organisation: string;
  /** Known to this process; 0: none. */
  readonly knownVersion: number;
}

export interface OrganisationLoaded {
  /** Of the answered account, in the organisation of `in`. Absent in a removed organisation. */
  readonly membership?: MembershipRecord;
  /** The newest version, if newer than `knownVersion`, also of a removed organisation, and for an account that is no member. */
  readonly organisation?: OrganisationRecord;
}

export interface BeginStep {
  readonly tenant: TenantId;
  readonly now: Instant;
  /**
   * Known to this process; 0: none. If the store has another, it counts nothing and returns only the policy, and the caller begins again. If none is
   * stored, it returns nothing.
   */
  readonly knownPolicy: number;
  readonly flowHash?: string;
  readonly sessionHash?: string;
  /** If no flow names an account. */
  readonly account?: AccountKey;
  /** At most a handful, in the order of presentation. */
  readonly deviceHashes?: readonly string[];
  readonly attempt?: AttemptAsked;
  readonly in?: EnteredOrganisation;
}

/**
 * From one statement, one snapshot, or several strongly consistent reads. The account is not newer than the flow: otherwise a right code, sent twice
 * at once, counts as a wrong guess. Counted afterwards, under the counter's lock.
 */
export interface StepLoaded extends OrganisationLoaded {
  /** If other than `knownPolicy`. */
  readonly policy?: PolicyRecord;
  readonly flow?: FlowRecord;
  /** Live. The engine checks the session against the account. */
  readonly session?: SessionRecord;
  readonly account?: AccountRecord;
  /** The first presented token of this account and its current epoch (`firstKnown`). A `perDevice` attempt counts there. */
  readonly knownDevice?: string;
  readonly history?: AccountHistory;
  /** `not-counted` without an attempt. */
  readonly attempt: AttemptAnswer;
}

export interface AccountHistory {
  readonly accountId: AccountId;
  readonly lastSignInAt?: Instant;
  /** As {@link Store.listCounters} lists them, before the attempt was counted. */
  readonly counters: readonly CounterView[];
}

export interface SessionCheck {
  readonly tenant: TenantId;
  readonly tokenHash: string;
  readonly now: Instant;
  readonly knownPolicy: number;
  /** Milliseconds. */
  readonly touchAfter: number;
  /** Two more look-ups by a key, in the same statement. */
  readonly in?: EnteredOrganisation;
}

export interface SessionLoaded extends OrganisationLoaded {
  /** `lastSeenAt` is `now` if the time had to move, also if a concurrent check was quicker. */
  readonly session: SessionRecord;
  readonly account: AccountRecord;
  /** If newer than `knownPolicy`. */
  readonly policy?: PolicyRecord;
}
