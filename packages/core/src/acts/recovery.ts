import type { Policy } from '../policy/policy.ts';
import { mayUse } from '../requirements/may-use.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Method } from '../strength/method.ts';
import { BUILT_IN_METHODS, hasStrong } from '../strength/methods/index.ts';

/** True if a recovery link may be mailed and followed: the account has a local password and may use it. */
export function mayRecover(policy: Policy, account: AccountFacts): boolean {
  return account.factors.password !== undefined && mayUse(policy, account, 'password');
}

/**
 * The methods of which a recovery needs one after the link. Mail to the same mailbox never counts. A delivered code counts
 * only if the account has no strong factor. Empty: the link alone replaces the password.
 */
export function recoveryAccepts({ codes }: Policy, { factors }: AccountFacts): readonly Method[] {
  const strong = BUILT_IN_METHODS.filter(
    ({ worthForSetUp, enrolled }) => (worthForSetUp === 'strong' || worthForSetUp === 'stand-in') && enrolled(factors),
  ).map(({ name }) => name);
  return hasStrong(factors) ? strong : codes.filter((code) => factors.codes?.includes(code) === true);
}
