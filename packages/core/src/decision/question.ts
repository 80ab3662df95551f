import type { Demand } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';

/** The input of a decision, besides the policy. */
export interface Question {
  /** The facts of the account: roles, factors, own requirements. */
  readonly account: AccountFacts;
  /** The proofs given, with their times. */
  readonly evidence: readonly Evidence[];
  /** The time of the decision, in milliseconds since 1970. `now` dates a demand's `within`, and `recentProof` of a set-up. */
  readonly now: Instant;
  /** The requirement of a route or a step-up, which replaces the requirement of a sign-in. */
  readonly demand?: Demand & {
    /** Only proofs at most this old count. */
    readonly within?: Milliseconds;
    /** A provider's proof without a date counts by its arrival, as in a place with `proofsWithin`. */
    readonly undated?: true;
  };
  /** The person asked for the local way in: `preferSso` does not redirect. */
  readonly local?: boolean;
  /**
   * The flow is the first sign-in of the account, by a sign-up or an invitation. The account has nothing to protect yet, so factors may be set up
   * without a further proof, while `evidence` has a proof of the mailed link.
   */
  readonly isFirstSignIn?: boolean | undefined;
}
