import type { Instant, LockoutLimits, Reservation } from '@sallyport/core';
import type { EventRecord } from './records.ts';

/** An attempt that the store counts before the engine judges the attempt. */
export interface AttemptAsked {
  /** What is guessed at: a method, `enrollment-code`, `<method>-enrollment`, or `mail:<purpose>`. */
  readonly authenticator: string;
  readonly limits: LockoutLimits;
  /** Who is counted if the account is not known: the keyed hash of the identifier. */
  readonly subjectIfUnknown?: string;
  /** Counted only if there is a live flow and its `accepts` names one of these. Absent: counted whatever flow there is, and also if there is none. */
  readonly onlyIfAccepted?: readonly string[];
  /** `false`: known devices have no budget of their own here. */
  readonly perDevice: boolean;
}

/** Names one counted attempt. */
export interface AttemptRef {
  readonly subject: string;
  readonly authenticator: string;
  readonly device?: string;
  readonly reservation: Reservation;
}

export type AttemptAnswer =
  /** The attempt is open until a commit gives it back (`giveBack`) or marks it as a failure (`judged`). */
  | { readonly outcome: 'counted'; readonly ref: AttemptRef }
  /**
   * The budget is full, and at least one attempt in the budget is open. The store counted nothing. Ask again in a moment: an attempt that
   * is given back makes room, and an attempt that nobody judges within `LockoutLimits.judgedWithin` counts as a failure.
   */
  | { readonly outcome: 'waits' }
  /** Failures alone fill the budget. `until` is later than `now`. At the hard limit it is as far off as the longest lock whenever it is asked, and never arrives. */
  | { readonly outcome: 'locked'; readonly until: Instant }
  /** Not accepted by the flow, no live flow, or nobody to count for: nothing was counted. */
  | { readonly outcome: 'not-counted' };

/** An attempt that failed. */
export interface JudgedWrong {
  readonly attempt: AttemptRef;
  /** The limit under which the attempt was counted (`LockoutLimits.hardLimit`). */
  readonly hardLimit: number;
  /** The store writes this event if the failure locks the counter (`judgeAttempt`). Of several failures at once, the last failure locks. */
  readonly ifLocked?: EventRecord;
}
