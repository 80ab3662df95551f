import type { Demand } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';

/** Everything a decision depends on, beside the policy. */
export interface Question {
  readonly account: AccountFacts;
  /** What was proved, and when. */
  readonly evidence: readonly Evidence[];
  readonly now: Instant;
  /** What a route or a step-up asks for, instead of what a sign-in is asked for. */
  readonly demand?: Demand & { /** Only proofs at most this old count. */ readonly within?: Milliseconds };
  /** The local way in was asked for: `preferSso` does not redirect. */
  readonly local?: boolean;
}
