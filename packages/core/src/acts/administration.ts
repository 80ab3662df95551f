import { evaluate } from '../decision/evaluate.ts';
import { type Administration, administers } from '../policy/administers.ts';
import type { Policy } from '../policy/policy.ts';
import { anywhere } from '../policy/policy-in.ts';
import { mayUse } from '../requirements/may-use.ts';
import type { AccountFacts, GivenRoles } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Instant } from '../time/instant.ts';

/** The widest scope that the roles administer; `undefined` if the roles administer nothing. */
export function highestAdministration(policy: Policy, roles: readonly string[]): Administration | undefined {
  return (['policy', 'people', 'helpdesk'] as const).find((what) => administers(policy, roles, what));
}

/** The roles that the policy names: in a rule, or for an administration. A name can come twice. */
export function rolesNamedBy({ roles, administrators }: Policy): readonly string[] {
  return [
    ...roles.keys(),
    ...administrators.people,
    ...administrators.policy,
    ...administrators.helpdesk.flatMap((desk) => [...desk.roles, ...desk.over]),
  ];
}

/**
 * The roles that give a session its rights: the account's own roles, and a provider's roles under four conditions. The evidence has that
 * provider's identity, from a sign-in that named the person's roles. The account may sign in at the provider. The provider gave the
 * roles recently (`givenRolesWithin`). The evidence would be granted with all roles of the account, because the provider may have
 * named a role after the session began.
 */
export function wornRoles(
  inForce: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  now: Instant,
): readonly string[] {
  // A role is a right, and a place asks for proof: outside the office an administrator is asked for more, and keeps the role.
  const policy = anywhere(inForce);
  return rolesBy(
    policy,
    account,
    (giver) =>
      isRecent(policy, giver, now) &&
      isProved(giver, evidence) &&
      evaluate(policy, { account, evidence, now }).outcome === 'granted',
  );
}

/**
 * The roles that a session of the account could have after a new sign-in. A provider that signs the person in gives its roles
 * anew, so their age does not count.
 */
export function reachableRoles(policy: Policy, account: AccountFacts): readonly string[] {
  return rolesBy(anywhere(policy), account, () => true);
}

function rolesBy(policy: Policy, account: AccountFacts, counts: (giver: GivenRoles) => boolean): readonly string[] {
  const { roles, given = [] } = account;
  if (given.length === 0) return roles;
  const live = given.filter((giver) => counts(giver) && mayUse(policy, account, giver.method));
  return roles.filter((role) => isGiven(role, live) || !isGiven(role, given));
}

function isGiven(role: string, givers: readonly GivenRoles[]): boolean {
  return givers.some(({ roles }) => roles.includes(role));
}

function isRecent({ givenRolesWithin }: Policy, { saidAt }: GivenRoles, now: Instant): boolean {
  return now - saidAt <= givenRolesWithin;
}

function isProved({ method, provider }: GivenRoles, evidence: readonly Evidence[]): boolean {
  return evidence.some(
    (proof) =>
      proof.method === method && proof.withoutRoles !== true && (method !== 'sso' || proof.provider === provider),
  );
}
