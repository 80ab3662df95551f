import type { AccountFacts } from '../strength/account-facts.ts';
import type { Policy } from './policy.ts';

/**
 * The scope of an administrator: the few people and acts of a helpdesk, all people, or the policy as well. Each scope contains the scopes before it.
 */
export type Administration = 'helpdesk' | 'people' | 'policy';

/** True if the roles administer this scope. Policy administrators administer people too, and people administrators do what a helpdesk does (W4). */
export function administers(policy: Policy, roles: readonly string[], what: Administration): boolean {
  const { administrators } = policy;
  const lists =
    what === 'helpdesk'
      ? [administrators.people, ...administrators.helpdesk.map((desk) => desk.roles)]
      : [administrators[what]];
  return roles.some((role) => lists.some((list) => list.includes(role)));
}

/**
 * True for accounts above people administrators: emergency accounts, and accounts with a role of the policy's administration,
 * own or given.
 */
export function isAbovePeople(policy: Policy, account: AccountFacts): boolean {
  return account.emergency === true || administers(policy, account.roles, 'policy');
}
