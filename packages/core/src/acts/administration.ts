import type { Policy } from '../policy/policy.ts';
import type { AccountFacts, GivenRoles } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Instant } from '../time/instant.ts';

/** What an administrator administers: people, or the policy too. */
export type Administration = 'people' | 'policy';

/** Whether these roles administer. Policy administrators administer people too (W4). */
export function administers({ administrators }: Policy, roles: readonly string[], what: Administration): boolean {
  return roles.some((role) => administrators[what].includes(role));
}

/** The highest administration that these roles give; `undefined` if they give none. */
export function highestAdministration(policy: Policy, roles: readonly string[]): Administration | undefined {
  if (administers(policy, roles, 'policy')) return 'policy';
  return administers(policy, roles, 'people') ? 'people' : undefined;
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
 * identity, and the provider said them recently enough. These roles give a session its rights. The account's requirements go by every
 * role (`AccountFacts.roles`).
 */
export function wornRoles(
  policy: Policy,
  account: AccountFacts,
  evidence: readonly Evidence[],
  now: Instant,
): readonly string[] {
  return rolesBy(policy, account, now, (giver) => isProved(giver, evidence));
}

/** The roles that some session of the account could wear now. A provider's role counts while it was said recently enough. */
export function wearableRoles(policy: Policy, account: AccountFacts, now: Instant): readonly string[] {
  return rolesBy(policy, account, now, () => true);
}

/** The account's own roles, and the roles of givers that count and that spoke recently enough. */
function rolesBy(
  { givenRolesWithin }: Policy,
  { roles, given = [] }: AccountFacts,
  now: Instant,
  counts: (giver: GivenRoles) => boolean,
): readonly string[] {
  if (given.length === 0) return roles;
  return roles.filter((role) => {
    const givers = given.filter((giver) => giver.roles.includes(role));
    return givers.length === 0 || givers.some((giver) => now - giver.saidAt <= givenRolesWithin && counts(giver));
  });
}

function isProved({ method, provider }: GivenRoles, evidence: readonly Evidence[]): boolean {
  return evidence.some((proof) => proof.method === method && (proof.method !== 'sso' || proof.provider === provider));
}
