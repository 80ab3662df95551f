import type { Policy } from '../policy/policy.ts';
import { outsideOrganisation } from '../policy/policy-in.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import { methodBit, type WayInMethod } from '../strength/method.ts';
import { requirementsOf } from './requirements-of.ts';

/**
 * True if a password may be set: the policy allows the account to use the password (P9), and the account has no directory
 * password. An account has at most one source of passwords.
 */
export function mayHavePassword(policy: Policy, target: AccountFacts): boolean {
  return !hasEntry(target) && mayUse(policy, target, 'password');
}

/** True if the account has an entry in a directory, also in one that the app does not use. */
export function hasEntry({ factors, hasUnusedEntry }: AccountFacts): boolean {
  return factors.ldap === true || hasUnusedEntry === true;
}

/**
 * True if a mailed link, or a code that helps its owner in, may set a password: the account may have one and has none yet. Neither replaces a
 * password.
 */
export function mayHaveFirstPassword(policy: Policy, target: AccountFacts): boolean {
  return target.factors.password === undefined && mayHavePassword(policy, target);
}

/** True if the policy lets the account sign in by the method. */
export function mayUse(policy: Policy, target: AccountFacts, method: WayInMethod): boolean {
  return (requirementsOf(outsideOrganisation(policy), target).rule.methods & methodBit(method)) !== 0;
}
