import type { Policy } from '../policy/policy.ts';
import { reachOf } from '../reach/reach.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Act, Leaves, Verdict } from './act.ts';
import { ALLOWED, refused } from './verdict.ts';

/** True if the account cannot sign in alone. */
export function isStranded(policy: Policy, account: AccountFacts, vouched: boolean): boolean {
  return reachOf(policy, account, vouched).impact === 'stranded';
}

/** Refuses an act that removes the account's last way in. */
export function keepsWayIn(policy: Policy, { account, vouched }: Leaves): Verdict {
  const { impact, because } = reachOf(policy, account, vouched);
  return impact === 'stranded' ? refused('no-way-in-left', because) : ALLOWED;
}

/**
 * Refuses an act that removes the account's last way in. A forced act is allowed, and so is an act on an account that had no way in
 * before.
 */
export function leavesWayIn(policy: Policy, act: Act, target: AccountFacts): Verdict {
  if (!('leaves' in act) || act.leaves === undefined || ('forced' in act && act.forced)) return ALLOWED;
  const { vouched, wasVouched = vouched } = act.leaves;
  return isStranded(policy, target, wasVouched) ? ALLOWED : keepsWayIn(policy, act.leaves);
}
