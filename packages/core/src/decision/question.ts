import type { Demand } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';

/** The input of a decision, besides the policy. */
export interface Question {
  readonly account: AccountFacts;
  /** The proofs given, with their times. */
  readonly evidence: readonly Evidence[];
  readonly now: Instant;
  /** The requirement of a route or a step-up, which replaces the requirement of a sign-in. */
  readonly demand?: Demand & { /** Only proofs at most this old count. */ readonly within?: Milliseconds };
  /** The person asked for the local way in: `preferSso` does not redirect. */
  readonly local?: boolean;
}
