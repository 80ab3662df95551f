import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Method } from '../strength/method.ts';
import { BUILT_IN_METHODS, hasStrong } from '../strength/methods/index.ts';
import { mayUsePassword } from './limits.ts';

/** Whether a recovery link may be mailed to an account, and followed: the account has a local password that it may use. */
export function mayRecover(policy: Policy, account: AccountFacts): boolean {
  return account.factors.password !== undefined && mayUsePassword(policy, account);
}

/**
 * What a recovery has to go on with: another factor of the account, and never another mail to the same mailbox. A delivered code counts
 * only where the account has nothing stronger. Empty: the link alone replaces the password.
 */
export function recoveryAccepts({ codes }: Policy, { factors }: AccountFacts): readonly Method[] {
  const strong = BUILT_IN_METHODS.filter(
    ({ opening, enrolled }) => (opening === 'strong' || opening === 'stand-in') && enrolled(factors),
  ).map(({ name }) => name);
  return hasStrong(factors) ? strong : codes.filter((code) => factors.codes?.includes(code) === true);
}
