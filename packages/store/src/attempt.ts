import type { Instant, LockoutLimits, Reservation } from '@sallyport/core';
import type { EventRecord } from './records.ts';

/** An attempt that the store counts before the engine judges the attempt. */
export interface AttemptAsked {
  /** The guessed authenticator: a method, `enrollment-code`, `<method>-enrollment`, `reset-token`, or `mail:<purpose>`. */
  readonly authenticator: string;
  /**
   * The limits of guessing from the policy in force, or the limits of mails. A `hardLimit` of mails is `Number.MAX_SAFE_INTEGER`: a
   * statement that compares with the limit needs 64 bits for the limit.
   */
  readonly limits: LockoutLimits;
  /**
   * The keyed hash of the identifier. The counted subject is the id of the flow's account (also if the account is deleted), else the id of
   * the account that the key found, else the flow's `subject`, else this text.
   */
  readonly subjectIfUnknown?: string;
  /**
   * The store counts only if a live flow's `accepts` names a member of this list. Absent: the store counts with any flow, and also
   * without a flow.
   */
  readonly onlyIfAccepted?: readonly string[];
  /**
   * `true`: a known device has a separate budget if the authenticator was proved at the device (`hasOwnBudget`). `false`: no device has a
   * separate budget.
   */
  readonly perDevice: boolean;
}

/** Names one counted attempt. */
export interface AttemptRef {
  /** The account's id, or the keyed hash of an unknown identifier. The store counts any text. */
  readonly subject: string;
  /** The guessed authenticator, as in {@link AttemptAsked}. */
  readonly authenticator: string;
  /** The token hash of the known device whose budget the attempt used, never empty; absent: the strangers' budget. */
  readonly device?: string;
  /** Names the window in which the attempt was counted. */
  readonly reservation: Reservation;
}

/** The answer to an attempt that asks to be counted. */
export type AttemptAnswer =
  /** The attempt is open until a commit gives it back (`giveBack`) or marks it as a failure (`judged`). */
  | { readonly outcome: 'counted'; readonly ref: AttemptRef }
  /**
   * The budget is full, and at least one attempt in the budget is open. The store counted nothing. Ask again in a moment: an attempt that
   * is given back makes room, and an open attempt becomes a failure after `LockoutLimits.judgedWithin`.
   */
  | { readonly outcome: 'waits' }
  /**
   * Failures alone fill the budget. `until` is later than `now`. At the hard limit, `until` is always as far away as the longest lock, so
   * the caller never reaches `until`.
   */
  | { readonly outcome: 'locked'; readonly until: Instant }
  /**
   * The store counted nothing: the step asked for no attempt, the store holds another policy than `BeginStep.knownPolicy`, there is no subject to
   * count for, or the attempt has `onlyIfAccepted` and no live flow accepts the authenticator.
   */
  | { readonly outcome: 'not-counted' };

/** An attempt that failed. */
export interface JudgedWrong {
  /** The counted attempt. The store judges the attempt once for each commit, also if the store repeats its own transaction. */
  readonly attempt: AttemptRef;
  /** The limit under which the attempt was counted (`LockoutLimits.hardLimit`). */
  readonly hardLimit: number;
  /** The store writes this event if the failure locks the counter (`judgeAttempt`). Of several failures at once, the last failure locks. */
  readonly ifLocked?: EventRecord;
}
