import { evaluate } from '../decision/evaluate.ts';
import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Instant } from '../time/instant.ts';
import { AT } from './proofs.ts';
import { bestReach, type Reach, reachOf } from './reach.ts';

/**
 * Finds whether an account can enter the organisation of a request from all proofs that the account can give anew, as `reachOf` finds whether it can sign
 * in. An account that cannot sign in alone cannot enter.
 *
 * @param policy of the request in the organisation (`policyIn`)
 * @param now when the proofs are given: before `proofsAfter`, none of them counts
 */
export function reachIn(policy: Policy, account: AccountFacts, now: Instant): Reach {
  const outside = reachOf(policy, account);
  const { place } = policy;
  if (outside.impact !== 'unaffected' || place === undefined) return outside;
  const isEarly = place.proofsAfter !== undefined && place.proofsAfter > now;
  const here: Policy = isEarly ? policy : { ...policy, place: { ...place, proofsAfter: undefined } };
  const facts = { ...account, blocked: false };
  const reach = bestReach(policy, account, (evidence) =>
    evaluate(here, { account: facts, evidence, now: AT, demand: { strengths: ['single'] } }),
  );
  return isEarly && reach.impact === 'must-enroll' ? { impact: 'stranded', because: reach.because } : reach;
}
