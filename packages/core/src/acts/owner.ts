import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { hasStrong } from '../strength/methods/index.ts';
import type { Instant } from '../time/instant.ts';
import type { Act, Verdict } from './act.ts';
import { administers, isAbovePeople, wornRoles } from './administration.ts';
import { mayHavePassword, restrictions, withinLimits } from './limits.ts';
import { isOffered, recentlyProved, setUp } from './set-up.ts';
import { ALLOWED, both, refused } from './verdict.ts';
import { keepsWayIn } from './way-in-left.ts';

/** A person in a session, on their own account. */
export function byOwner(
  policy: Policy,
  act: Act,
  target: AccountFacts,
  evidence: readonly Evidence[],
  now: Instant,
): Verdict {
  switch (act.type) {
    case 'end-sessions':
    case 'forget-device':
      return ALLOWED;
    case 'rename-passkey':
    case 'write-vault':
    case 'delete':
    case 'set-identifier':
      return recentlyProved(policy, target, evidence, now);
    case 'remove':
    case 'unlink':
      // What is asked of an account goes by every role that it was given: an owner's own act lifts none of it.
      return both(recentlyProved(policy, target, evidence, now), () => {
        const { roles, given } = target;
        return keepsWayIn(policy, { ...act.leaves, account: { ...act.leaves.account, roles, given } });
      });
    case 'enroll':
      if (!isOffered(policy, act.factor)) return refused('method-not-allowed');
      return both(setUp(policy, target, evidence, now), () => withinLimits(act, target));
    case 'issue-backup-codes':
      // Backup codes stand in for a strong factor. Early codes would wait for the owner's first strong factor.
      return hasStrong(target.factors) ? setUp(policy, target, evidence, now) : refused('not-permitted');
    case 'set-password':
      return setsPassword(policy, target, evidence, now);
    case 'set-address':
      return setUp(policy, target, evidence, now);
    case 'link':
      return links(policy, act, target, evidence, now);
    default:
      return refused('not-permitted');
  }
}

/** A first password is a set-up. A password that replaces the old password is a set-up too if the session did not prove the old password. */
function setsPassword(policy: Policy, target: AccountFacts, evidence: readonly Evidence[], now: Instant): Verdict {
  if (!mayHavePassword(policy, target)) return refused('method-not-allowed', restrictions(policy, target));
  const isKnown = target.factors.password !== undefined && evidence.some(({ method }) => method === 'password');
  return isKnown ? recentlyProved(policy, target, evidence, now) : setUp(policy, target, evidence, now);
}

/**
 * The owner links an identity. Only a policy administrator links an emergency account, or an account that administers the policy: the owner
 * links such an account in a session that wears a role of the policy.
 */
function links(
  policy: Policy,
  { method }: Extract<Act, { type: 'link' }>,
  target: AccountFacts,
  evidence: readonly Evidence[],
  now: Instant,
): Verdict {
  if (isAbovePeople(policy, target) && !administers(policy, wornRoles(policy, target, evidence, now), 'policy'))
    return refused('not-permitted');
  // An account has one source of passwords.
  if (method === 'ldap' && target.factors.password !== undefined) return refused('method-not-allowed');
  return setUp(policy, target, evidence, now);
}
