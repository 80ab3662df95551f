import type { AccountFacts, Decision, Evidence, Reader } from '@sallyport/core';

/** The number of sessions that an account may have at once. Absent in a report: any number. */
export interface SessionLimit {
  readonly most: number;
  /** The effect of one more sign-in. */
  readonly beyond: 'end-oldest' | 'refuse';
}

/**
 * The output of `sallyport explain --json`. Later releases may add members. Existing members keep the same meaning in
 * `version` 1.
 */
export interface ExplainReport {
  /** The version of this format. */
  readonly version: 1;
  /** The path of the policy, as given. */
  readonly file: string;
  /** The input of `evaluate`, as read from the arguments. */
  readonly question: {
    readonly account: AccountFacts;
    /** `at` is 0 for a proof given now, and negative for an older proof, in milliseconds. */
    readonly evidence: readonly Evidence[];
    readonly local: boolean;
    /** The demand of a route, in place of the requirements of a sign-in. */
    readonly demand?: { readonly strengths: readonly string[]; readonly within?: number };
  };
  /** The reader of `explanation`. */
  readonly for: Reader;
  /** `because` holds the reasons. Left out for a person, because the reasons name rules and roles. */
  readonly decision: Omit<Decision, 'because'> & Partial<Pick<Decision, 'because'>>;
  /** Every reason in words. */
  readonly explanation: readonly string[];
  /** The limits of the session in milliseconds. Only for `granted` and an administrator. */
  readonly session?: { readonly absolute: number; readonly idle: number; readonly room?: SessionLimit };
  /** Probable mistakes in the question, such as a role that the policy does not know. */
  readonly notes: readonly string[];
}
