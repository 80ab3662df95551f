import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Act, Verdict } from './act.ts';
import { mayRecover } from './recovery.ts';
import { ALLOWED, refused } from './verdict.ts';

/**
 * Judges work without a person: after a change of the policy, of the deployed code, or of the host's roles, and for accounts without a sign-in if the
 * policy blocks them.
 */
export function bySystem(policy: Policy, act: Act, target: AccountFacts): Verdict {
  switch (act.type) {
    case 'create':
    case 'change-policy':
    case 'end-sessions':
    case 'take-roles':
      return ALLOWED;
    case 'block':
      return policy.dormant !== undefined && target.emergency !== true ? ALLOWED : refused('not-permitted');
    case 'offer-recovery':
      return target.blocked !== true && mayRecover(policy, target) ? ALLOWED : refused('not-permitted');
    default:
      return refused('not-permitted');
  }
}
