import { administers } from '../policy/administers.ts';
import type { Policy } from '../policy/policy.ts';
import type { Act, Actor, ActQuestion, Verdict } from './act.ts';
import { reachableRoles } from './administration.ts';
import { administratorsDemand, byProof } from './demand.ts';
import { ALLOWED, both, refused } from './verdict.ts';

/**
 * An act on the organisation that the policy is in. A member touches nothing of another account but its roles in this organisation, and forces nothing.
 */
export function byMember(
  policy: Policy,
  act: Act,
  question: Omit<ActQuestion, 'actor' | 'target'>,
  { account, isByBlocked }: Extract<Actor, { kind: 'member' }>,
): Verdict {
  const roles = policy.place?.organisation?.roles ?? [];
  if (account.blocked === true || isByBlocked === true || !mayByRoles(policy, act, roles))
    return refused('not-permitted');
  return both(byProof(policy, { ...question, account }, administratorsDemand(policy, account)), () =>
    leavesOwners(act, false),
  );
}

export function byInviter(
  policy: Policy,
  act: Act,
  { account, isByBlocked }: Extract<Actor, { kind: 'inviter' }>,
): Verdict {
  const roles = policy.place?.organisation?.roles ?? [];
  const isOfPolicy = administers(policy, reachableRoles(policy, account), 'policy');
  const isOfOrganisation = isByBlocked !== true && mayByRoles(policy, act, roles);
  const mayStill = act.type === 'set-member' && (isOfPolicy || isOfOrganisation);
  return account.blocked !== true && mayStill ? ALLOWED : refused('not-permitted');
}

/** Nobody rises alone: only who may change the rule gives or takes a role that may. */
function mayByRoles({ organisations: { administrators } }: Policy, act: Act, roles: readonly string[]): boolean {
  const has = (right: readonly string[], held: readonly string[]): boolean => held.some((role) => right.includes(role));
  const mayRule = has(administrators.rule, roles);
  switch (act.type) {
    case 'change-organisation':
    case 'remove-organisation':
      return mayRule;
    case 'set-member':
    case 'remove-member': {
      const touched = act.type === 'set-member' ? [...act.roles, ...act.were] : act.were;
      return has(administrators.people, roles) && (mayRule || !has(administrators.rule, touched));
    }
    default:
      return false;
  }
}

export const ORGANISATION_ACTS: readonly Act['type'][] = [
  'create-organisation',
  'change-organisation',
  'set-member',
  'remove-member',
  'remove-organisation',
];

export function leavesOwners(act: Act, mayForce: boolean): Verdict {
  if (!('strandsOwners' in act) || !act.strandsOwners || (mayForce && act.forced)) return ALLOWED;
  return refused('strands-owners');
}
