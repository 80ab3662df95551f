import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Act, Verdict } from './act.ts';
import { withinLimits } from './limits.ts';
import { both, refused } from './verdict.ts';
import { leavesWayIn } from './way-in-left.ts';

/**
 * Host code may make every act except a recovery, within the limits of accounts, as long as the account keeps a way in. A bootstrap makes the first
 * administrator alone: the next administrators get their roles from the first.
 */
export function byHost(policy: Policy, act: Act, target: AccountFacts): Verdict {
  // Only a person can follow a recovery link.
  if (act.type === 'recover') return refused('not-permitted');
  if (act.type === 'bootstrap' && (target.blocked === true || !act.first)) return refused('not-permitted');
  return both(withinLimits(act, target), () => leavesWayIn(policy, act, target));
}
