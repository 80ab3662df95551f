import type { Instant } from '@sallyport/core';
import type { Page } from './page.ts';
import type { AccountRecord } from './records.ts';

/** Which accounts {@link Store.listPeople} lists. Absent members restrict nothing. */
export interface PeopleAsked extends Page {
  /** As in `listAccounts`. */
  readonly query?: string | undefined;
  /** Decides which sessions are live. */
  readonly now: Instant;
}

/** An account, with the facts that a list for administrators shows and the record does not have. */
export interface ListedPerson {
  /** The account. */
  readonly account: AccountRecord;
  /** The latest `now` of the commits that opened a session of the account (`Commit.opens`). Absent: nobody has signed in. */
  readonly lastSignInAt?: Instant;
  /** The number of the live sessions of the account's current epoch. */
  readonly sessions: number;
}
