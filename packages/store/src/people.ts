import type { Instant } from '@sallyport/core';
import type { Page } from './page.ts';
import type { AccountId, AccountRecord } from './records.ts';

/**
 * The facts of an account that the engine counts under a version of the policy. To a store the text has no meaning: accounts with the same text are
 * counted together.
 */
export interface AccountProfile {
  /** Below 2,000 bytes in UTF-8. */
  readonly text: string;
  /**
   * A number of the version of the policy and of the host's parts, below 2^48. A store compares the number for equality alone. The number is
   * no version of a stored policy (`PolicyRecord.version`).
   */
  readonly policy: number;
  /** From this instant on the profile holds no more. Absent: while the account and the policy stay. */
  readonly until?: Instant;
}

/** The number of accounts with one profile. */
export interface ProfileCount {
  /** Absent: accounts without a profile. */
  readonly text?: string;
  /** At least 1. */
  readonly count: number;
  /** The number of the accounts without a current profile: see {@link Store.listUnjudged}. */
  readonly unjudged: number;
}

/** A profile for an account, worked out from one version of its record. */
export interface JudgedAccount {
  /** The account. */
  readonly id: AccountId;
  /** The version of the record that was judged. */
  readonly version: number;
  /** The profile of this version. */
  readonly profile: AccountProfile;
}

/**
 * The order of a list. Accounts with the same key come in the order of their ids.
 *
 * - `id`: by the ids, as in `listAccounts`.
 * - `identifier`: by `nameInOrder`, by code unit or by code point. An account without an identifier comes first. The engine writes no such account.
 * - `newest`: by `createdAt`, the latest first.
 * - `last-sign-in`: by the last sign-in, the latest first. An account without a last sign-in comes last.
 */
export type PeopleOrder = 'id' | 'identifier' | 'newest' | 'last-sign-in';

/** Which accounts `Store.listAccounts` lists. Absent members restrict nothing. */
export interface AccountsPage extends Page {
  /** Words, in any case. Each word is part of a name. */
  readonly query?: string | undefined;
  /** A whole name, in any case. */
  readonly name?: string | undefined;
}

/** Which accounts {@link Store.listPeople} lists. Absent members restrict nothing. */
export interface PeopleAsked extends Page {
  /** As in `listAccounts`. */
  readonly query?: string | undefined;
  /** Decides which sessions are live. */
  readonly now: Instant;
  /** Default: `id`. */
  readonly order?: PeopleOrder | undefined;
  /**
   * Accounts with a stored profile text of this list. An empty list: no accounts. The engine passes any number, at most one for each text of
   * `countProfiles`. A store passes the list to the database as one parameter, if the database limits the number of parameters.
   */
  readonly profiles?: readonly string[] | undefined;
  /** Accounts with an id of this list. An empty list: no accounts. The engine passes any number: the ids of all locked accounts of a tenant. */
  readonly ids?: readonly AccountId[] | undefined;
  /** Accounts with a last sign-in before an instant, or without a sign-in. */
  readonly signedIn?: 'never' | { readonly before: Instant } | undefined;
}

/** An account, with the facts that a list for administrators shows and the record does not have. */
export interface ListedPerson {
  /** The account. */
  readonly account: AccountRecord;
  /** The latest `now` of the commits that opened a session of the account (`Commit.newSession`). Absent: nobody has signed in. */
  readonly lastSignInAt?: Instant;
  /** The number of the live sessions of the account's current epoch. */
  readonly sessions: number;
}

/** A day of a tenant. */
export interface DayRecord {
  /** The start of the day, in UTC. */
  readonly day: Instant;
  /** The number of accounts that met the policy at the last count of the day. */
  readonly meets: number;
}
