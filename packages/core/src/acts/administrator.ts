import { administers, isAbovePeople } from '../policy/administers.ts';
import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Act, Actor, ActQuestion, Verdict } from './act.ts';
import { reachableRoles, wornRoles } from './administration.ts';
import { administratorsDemand, byProof } from './demand.ts';
import { endsHeldBlock } from './held-identity.ts';
import { helpdeskMay } from './helpdesk.ts';
import { leavesOwners, ORGANISATION_ACTS } from './member.ts';
import { ALLOWED, both, refused } from './verdict.ts';
import { leavesWayIn } from './way-in-left.ts';

/**
 * A people administrator names no identity for the own account: the identity could belong to a policy administrator. A session by factors that a
 * blocked account's owner set up has no rights over people.
 */
export function byAdministrator(
  policy: Policy,
  act: Act,
  target: AccountFacts,
  question: Omit<ActQuestion, 'actor' | 'target'>,
  { account, isTarget, isByTarget, isByBlocked }: Extract<Actor, { kind: 'administrator' }>,
): Verdict {
  if (account.blocked === true) return refused('not-permitted');
  if (act.type === 'open-vault-in-emergency' && account.emergency !== true) return refused('not-permitted');
  const roles = wornRoles(policy, account, question.evidence, question.now);
  if (isHeldByBlocked(policy, roles, isByBlocked)) return refused('not-permitted');
  const isOwn = (isTarget && act.type === 'link') || (isByTarget === true && isForOneself(act, target));
  if ((isTarget && NEVER_FOR_ONESELF.has(act.type)) || (isOwn && !administers(policy, roles, 'policy')))
    return refused('not-permitted');
  return both(byRoles(policy, act, target, roles), () =>
    both(byProof(policy, { ...question, account }, administratorsDemand(policy, account)), () =>
      both(leavesWayIn(policy, act, target), () => leavesOwners(act, true)),
    ),
  );
}

/** The code counts as long as its issuer has the right: a sign-in at the provider can take the role away. Time alone takes nothing away. */
export function byVoucher(
  policy: Policy,
  act: Act,
  target: AccountFacts,
  { account, isByBlocked, right }: Extract<Actor, { kind: 'voucher' }>,
): Verdict {
  const roles = reachableRoles(policy, account);
  if (act.type !== 'use-vouching' || account.blocked === true || isHeldByBlocked(policy, roles, isByBlocked))
    return refused('not-permitted');
  const issued = ISSUING.filter((one) => right === undefined || one.right === right);
  const verdicts = issued.map(({ type }) => byRoles(policy, { type }, target, roles));
  return verdicts.find(({ outcome }) => outcome === 'allowed') ?? refused('not-permitted');
}

/** `reset-two-step` stands for every act of the right `reset` that issues a code, also `help-in`. */
const ISSUING = [
  { right: 'vouch', type: 'vouch' },
  { right: 'reset', type: 'reset-two-step' },
] as const;

/**
 * Returns whether roles give a session no rights of administration, because a blocked account's owner set up a factor of the session, and may be
 * the person who acts. A role of the policy keeps its rights: a people administrator could otherwise take the rights of a policy administrator
 * whose identity the people administrator named, by an accomplice who blocks the people administrator.
 *
 * @param roles the roles that the session wears
 */
export function isHeldByBlocked(policy: Policy, roles: readonly string[], isByBlocked: boolean | undefined): boolean {
  return isByBlocked === true && !administers(policy, roles, 'policy');
}

function byRoles(policy: Policy, act: Act, target: AccountFacts, roles: readonly string[]): Verdict {
  const isOfPolicy = administers(policy, roles, 'policy');
  if (!administers(policy, roles, 'people')) {
    // A help-in can take the address of a blocked account, and a helpdesk ends no block.
    const isAllowed = helpdeskMay(policy, roles, act, target) && !endsBlock(act, target);
    return isAllowed ? ALLOWED : refused('not-permitted');
  }
  const mayAct = isOfPolicy || !OF_POLICY.has(act.type);
  if (!mayAct || !ADMINISTRATIVE.has(act.type)) return refused('not-permitted');
  const isAbove =
    isAbovePeople(policy, target) ||
    makesAbovePeople(policy, act) ||
    endsHeldBlock(act) ||
    (target.blockedFromAbove === true && endsBlock(act, target));
  return isOfPolicy || !isAbove ? ALLOWED : refused('not-permitted');
}

/**
 * After a deletion or a change of identities the blocked person could register a new account. With a role of administration, an account loses
 * identities and its address.
 */
function endsBlock({ type }: Act, { blocked }: AccountFacts): boolean {
  return blocked === true && ENDS_A_BLOCK.has(type);
}

const ENDS_A_BLOCK: ReadonlySet<Act['type']> = new Set<Act['type']>([
  'unblock',
  'delete',
  'link',
  'unlink',
  'set-roles',
  'help-in',
]);

/** True if the actor is an administrator with a role of the policy's administration in the session. */
export function actsFromAbove(policy: Policy, { actor, evidence, now }: Omit<ActQuestion, 'target'>): boolean {
  return (
    actor.kind === 'administrator' && administers(policy, wornRoles(policy, actor.account, evidence, now), 'policy')
  );
}

function makesAbovePeople(policy: Policy, act: Act): boolean {
  switch (act.type) {
    case 'create':
      return act.emergency || administers(policy, act.roles, 'policy');
    case 'set-roles':
      return administers(policy, act.roles, 'policy');
    default:
      return false;
  }
}

function isForOneself(act: Act, target: AccountFacts): boolean {
  return act.type === 'link' || act.type === 'unlock' || endsBlock(act, target);
}

/**
 * With an administrator's session an attacker could unlock the account and guess without end. A help-in takes what was lost before its code is used.
 */
const NEVER_FOR_ONESELF: ReadonlySet<Act['type']> = new Set<Act['type']>(['unlock', 'help-in']);

/** A people administrator who makes members could make the own account an owner of every organisation. */
const OF_POLICY: ReadonlySet<Act['type']> = new Set<Act['type']>(['change-policy', ...ORGANISATION_ACTS]);

const ADMINISTRATIVE: ReadonlySet<Act['type']> = new Set<Act['type']>([
  'create',
  'block',
  'unblock',
  'unlock',
  'delete',
  'set-roles',
  'set-methods',
  'set-required-strength',
  'link',
  'unlink',
  'end-sessions',
  'forget-device',
  'reset-two-step',
  'reset-passkeys',
  'revoke-passkey',
  'vouch',
  'help-in',
  'remind',
  'open-vault-in-emergency',
  ...OF_POLICY,
]);
