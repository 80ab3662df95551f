import type { AccountFacts, Decision, Evidence, Reader } from '@sallyport/core';

/** What `sallyport explain --json` prints. Members may be added; those that are there keep their meaning for `version` 1. */
export interface ExplainReport {
  readonly version: 1;
  readonly file: string;
  readonly question: {
    readonly account: AccountFacts;
    /** With `at` in milliseconds before now, which is 0. */
    readonly evidence: readonly Evidence[];
    readonly local: boolean;
    /** What a route asks for, instead of what a sign-in is asked for. */
    readonly demand?: { readonly strengths: readonly string[]; readonly within?: number };
  };
  readonly for: Reader;
  /** Its `because` is the proof; for a person it is left out, since it tells of rules and roles. */
  readonly decision: Omit<Decision, 'because'> & Partial<Pick<Decision, 'because'>>;
  /** Every reason in words. */
  readonly explanation: readonly string[];
  /** How long a session lasts, in milliseconds; of `granted`, for an administrator. */
  readonly session?: { readonly absolute: number; readonly idle: number };
  /** What may not have been meant, such as a role that the policy does not know. */
  readonly notes: readonly string[];
}
