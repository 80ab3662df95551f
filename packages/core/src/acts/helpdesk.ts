import { HELPDESK_RIGHTS, type HelpdeskRight, type Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Act } from './act.ts';
import { administers } from './administration.ts';

/** The acts of each right of a helpdesk. */
const ACTS: Readonly<Record<HelpdeskRight, readonly Act['type'][]>> = {
  reset: ['help-in', 'reset-two-step', 'reset-passkeys', 'revoke-passkey'],
  vouch: ['vouch'],
  unlock: ['unlock'],
};

/**
 * The rights that roles have as a helpdesk, in the order of {@link HELPDESK_RIGHTS}. Each entry of the policy counts by itself: an account with roles of two
 * entries is reached by no entry.
 *
 * @param roles the roles that the session wears
 * @param target the account, with every role that it has or was given. Absent: the rights over anybody
 */
export function helpdeskRights(
  { administrators }: Policy,
  roles: readonly string[],
  target?: Pick<AccountFacts, 'roles' | 'emergency'>,
): readonly HelpdeskRight[] {
  const entries = administrators.helpdesk.filter(
    (desk) => desk.roles.some((role) => roles.includes(role)) && (target === undefined || isReached(desk.over, target)),
  );
  return HELPDESK_RIGHTS.filter((right) => entries.some(({ may }) => may.includes(right)));
}

/**
 * The rights to which roles of administration are limited, over an account or over anybody. `undefined`: the roles administer people, and have every right.
 * Empty: no right, not even to see the account.
 *
 * @param roles the roles that the session wears
 * @param target as for `helpdeskRights`
 */
export function limitedRights(
  policy: Policy,
  roles: readonly string[],
  target?: Pick<AccountFacts, 'roles' | 'emergency'>,
): readonly HelpdeskRight[] | undefined {
  return administers(policy, roles, 'people') ? undefined : helpdeskRights(policy, roles, target);
}

/** True if a helpdesk may make the act on the account. The proof is judged separately. */
export function helpdeskMay(policy: Policy, roles: readonly string[], act: Act, target: AccountFacts): boolean {
  return helpdeskRights(policy, roles, target).some((right) => ACTS[right].includes(act.type));
}

/** The roles of every helpdesk of a policy. */
export function helpdeskRoles({ administrators }: Policy): readonly string[] {
  return [...new Set(administrators.helpdesk.flatMap(({ roles }) => roles))];
}

/** True if a helpdesk over these roles reaches the account. */
export function isReached(
  over: readonly string[],
  { roles, emergency }: Pick<AccountFacts, 'roles' | 'emergency'>,
): boolean {
  return emergency !== true && roles.length > 0 && roles.every((role) => over.includes(role));
}
