import type { Policy } from '../policy/policy.ts';
import { reachOf } from '../reach/reach.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Act, Leaves, Verdict } from './act.ts';
import { ALLOWED, refused } from './verdict.ts';

/** Whether the account cannot sign in by itself. */
export function isStranded(policy: Policy, account: AccountFacts, vouched: boolean): boolean {
  return reachOf(policy, account, vouched).impact === 'stranded';
}

/** An owner takes their own account no last way in. */
export function keepsWayIn(policy: Policy, { account, vouched }: Leaves): Verdict {
  const { impact, because } = reachOf(policy, account, vouched);
  return impact === 'stranded' ? refused('no-way-in-left', because) : ALLOWED;
}

/**
 * An act of an administrator or of host code takes no account its last way in, unless the act is forced, or the account had no way in
 * before the act either.
 */
export function leavesWayIn(policy: Policy, act: Act, target: AccountFacts): Verdict {
  if (!('leaves' in act) || act.leaves === undefined || ('forced' in act && act.forced)) return ALLOWED;
  const { vouched, wasVouched = vouched } = act.leaves;
  return isStranded(policy, target, wasVouched) ? ALLOWED : keepsWayIn(policy, act.leaves);
}
