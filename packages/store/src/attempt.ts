import type { Instant, LockoutLimits, Reservation } from '@sallyport/core';
import type { EventRecord } from './records.ts';

export interface AttemptAsked {
  /** A method, `enrollment-code`, `<method>-enrollment`, `reset-token`, or `mail:<purpose>`. */
  readonly authenticator: string;
  /** A `hardLimit` of mails is `Number.MAX_SAFE_INTEGER`: a statement needs 64 bits. */
  readonly limits: LockoutLimits;
  /**
   * The keyed hash of the identifier. Counted is the id of the flow's account (also if deleted), else of the account that the key found, else the
   * flow's `subject`, else this text.
   */
  readonly subjectIfUnknown?: string;
  /** Counts only if a live flow's `accepts` names a member. Absent: with any flow, or none. */
  readonly onlyIfAccepted?: readonly string[];
  /** A known device has a separate budget if the authenticator was proved there (`hasOwnBudget`). */
  readonly perDevice: boolean;
}

export interface AttemptRef {
  /** The account's id, or the keyed hash of an unknown identifier. Any text counts. */
  readonly subject: string;
  readonly authenticator: string;
  /** The token hash of the known device, never empty. Absent: the strangers' budget. */
  readonly device?: string;
  readonly reservation: Reservation;
}

export type AttemptAnswer =
  /** Open until a commit gives it back (`giveBack`) or judges it (`judged`). */
  | { readonly outcome: 'counted'; readonly ref: AttemptRef }
  /** Full, with an open attempt, which becomes a failure after `LockoutLimits.judgedWithin`. Nothing was counted. */
  | { readonly outcome: 'waits' }
  /** Failures alone fill the budget. `until` is later than `now`; at the hard limit always as far away as the longest lock. */
  | { readonly outcome: 'locked'; readonly until: Instant }
  /** No attempt asked, another policy than `knownPolicy`, no subject, or no flow that accepts. */
  | { readonly outcome: 'not-counted' };

export interface JudgedWrong {
  readonly attempt: AttemptRef;
  readonly hardLimit: number;
  /** Written if the failure locks the counter (`judgeAttempt`): of several at once, the last locks. */
  readonly ifLocked?: EventRecord;
}
