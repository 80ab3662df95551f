import type { Question } from '../decision/question.ts';
import { administers, isAbovePeople } from '../policy/administers.ts';
import type { Policy } from '../policy/policy.ts';
import { mayHavePassword } from '../requirements/may-use.ts';
import { hasStrong } from '../strength/methods/index.ts';
import type { Act, Verdict } from './act.ts';
import { wornRoles } from './administration.ts';
import { restrictions, withinLimits } from './limits.ts';
import { nameFault } from './new-name.ts';
import { isOffered, recentlyProved, setUp } from './set-up.ts';
import { ALLOWED, both, refused } from './verdict.ts';
import { keepsWayIn, leavesWayIn } from './way-in-left.ts';

export function byOwner(policy: Policy, act: Act, question: Question): Verdict {
  const { account: target } = question;
  switch (act.type) {
    case 'end-sessions':
    case 'forget-device':
      return ALLOWED;
    case 'rename-passkey':
    case 'write-vault':
    case 'delete':
    case 'export':
    case 'join-organisation':
      return recentlyProved(policy, question);
    case 'set-identifier':
      // Nobody steps up for a name that is refused afterwards.
      return both(takesName(act), () => recentlyProved(policy, question));
    case 'remove':
    case 'unlink':
      return both(recentlyProved(policy, question), () => {
        const { roles, given } = target;
        return keepsWayIn(policy, { ...act.leaves, account: { ...act.leaves.account, roles, given } });
      });
    case 'enroll':
      if (!isOffered(policy, act.factor)) return refused('method-not-allowed');
      return both(setUp(policy, question, act.factor), () => withinLimits(act, target));
    case 'issue-backup-codes':
      // Backup codes issued before would open the set-up of the owner's first strong factor later.
      return hasStrong(target.factors) ? setUp(policy, question) : refused('not-permitted');
    case 'set-password':
      return setsPassword(policy, question);
    case 'set-address':
      return both(setUp(policy, question), () => leavesWayIn(policy, act, target, 'owner'));
    case 'link':
      return links(policy, act, question);
    default:
      return refused('not-permitted');
  }
}

function takesName({ name }: Extract<Act, { type: 'set-identifier' }>): Verdict {
  if (name === undefined) return refused('not-permitted');
  const fault = nameFault(name);
  return fault === undefined ? ALLOWED : refused(fault);
}

/** A replacement is a set-up too, unless the session proved the old password. */
function setsPassword(policy: Policy, question: Question): Verdict {
  const { account: target, evidence } = question;
  if (!mayHavePassword(policy, target)) return refused('method-not-allowed', restrictions(policy, target));
  const isKnown = target.factors.password !== undefined && evidence.some(({ method }) => method === 'password');
  return isKnown ? recentlyProved(policy, question) : setUp(policy, question);
}

/** Only a policy administrator links an emergency account, or an account that administers the policy. */
function links(policy: Policy, { method }: Extract<Act, { type: 'link' }>, question: Question): Verdict {
  const { account: target, evidence, now } = question;
  if (isAbovePeople(policy, target) && !administers(policy, wornRoles(policy, target, evidence, now), 'policy'))
    return refused('not-permitted');
  // An account has at most one source of passwords.
  if (method === 'ldap' && target.factors.password !== undefined) return refused('method-not-allowed');
  return setUp(policy, question);
}
