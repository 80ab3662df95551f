import type { Instant } from '@sallyport/core';
import type { Page } from './page.ts';
import type { AccountId, AccountRecord } from './records.ts';

export interface AccountProfile {
  /** Below 2,000 bytes in UTF-8. */
  readonly text: string;
  /** Below 2^48, compared for equality alone. No version of a stored policy. */
  readonly policy: number;
  /** Then the profile holds no more. */
  readonly until?: Instant;
}

export interface ProfileCount {
  /** Absent: accounts without a profile. */
  readonly text?: string;
  readonly count: number;
  readonly unjudged: number;
}

export interface JudgedAccount {
  readonly id: AccountId;
  readonly version: number;
  readonly profile: AccountProfile;
}

/**
 * Then by ids.
 *
 * - `identifier`: by `nameInOrder`, by code unit or code point.
 * - `newest`: by `createdAt`, the latest first.
 * - `last-sign-in`: the latest first, never last.
 */
export type PeopleOrder = 'id' | 'identifier' | 'newest' | 'last-sign-in';

export interface AccountsPage extends Page {
  /** Words, each part of a name, in any case. */
  readonly query?: string | undefined;
  /** Whole, in any case. */
  readonly name?: string | undefined;
}

/** Absent members restrict nothing. */
export interface PeopleAsked extends Page {
  readonly query?: string | undefined;
  /** Decides which sessions are live. */
  readonly now: Instant;
  /** Default: `id`. */
  readonly order?: PeopleOrder | undefined;
  /** Empty: no accounts. Any number: one parameter, if the database limits parameters. */
  readonly profiles?: readonly string[] | undefined;
  /** Empty: no accounts. Any number. */
  readonly ids?: readonly AccountId[] | undefined;
  /** A last sign-in before, or none. */
  readonly signedIn?: 'never' | { readonly before: Instant } | undefined;
}

export interface ListedPerson {
  readonly account: AccountRecord;
  /** The latest `now` of a commit with `newSession`. */
  readonly lastSignInAt?: Instant;
  /** Live, of the account's current epoch. */
  readonly sessions: number;
}

export interface DayRecord {
  readonly day: Instant;
  /** Accounts at the last count of the day. */
  readonly meets: number;
}
