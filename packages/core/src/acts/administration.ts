import type { Policy } from '../policy/policy.ts';
import type { AccountFacts, GivenRoles } from '../requirements/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Instant } from '../time/instant.ts';

/** Whether these roles administer. Policy administrators administer people too (W4). */
export function administers({ administrators }: Policy, roles: readonly string[], what: 'people' | 'policy'): boolean {
  return roles.some((role) => administrators[what].includes(role));
}

/**
 * Whether an account is above people administrators: emergency accounts, and accounts that administer the policy with any role that the
 * account has or was given.
 */
export function isAbovePeople(policy: Policy, account: AccountFacts): boolean {
  return account.emergency === true || administers(policy, account.roles, 'policy');
}

/**
 * The roles that a session wears: the account's own, and the roles of a provider only where the evidence includes that provider's
 * identity, and the provider said them recently enough. What a session may do goes by these roles. What is asked of the account goes by
 * every role (`AccountFacts.roles`).
 */
export function wornRoles(
  { givenRolesWithin }: Policy,
  { roles, given = [] }: AccountFacts,
  evidence: readonly Evidence[],
  now: Instant,
): readonly string[] {
  if (given.length === 0) return roles;
  const isWorn = ({ method, provider, saidAt }: GivenRoles): boolean =>
    now - saidAt <= givenRolesWithin &&
    evidence.some((proof) => proof.method === method && (proof.method !== 'sso' || proof.provider === provider));
  return roles.filter((role) => {
    const givers = given.filter((giver) => giver.roles.includes(role));
    return givers.length === 0 || givers.some(isWorn);
  });
}
