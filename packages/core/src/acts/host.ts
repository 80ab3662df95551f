import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Act, Verdict } from './act.ts';
import { withinLimits } from './limits.ts';
import { both, refused } from './verdict.ts';
import { leavesWayIn } from './way-in-left.ts';

/** Host code may do everything that leaves its account a way in, and within the limits of every account. */
export function byHost(policy: Policy, act: Act, target: AccountFacts): Verdict {
  // A link to a mailbox is followed by a person, never by code.
  if (act.type === 'recover') return refused('not-permitted');
  return both(withinLimits(act, target), () => leavesWayIn(policy, act, target));
}
