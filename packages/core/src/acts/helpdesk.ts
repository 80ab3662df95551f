import { administers } from '../policy/administers.ts';
import type { Policy } from '../policy/policy.ts';
import { HELPDESK_RIGHTS, type HelpdeskRight } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Act } from './act.ts';

const ACTS: Readonly<Record<HelpdeskRight, readonly Act['type'][]>> = {
  reset: ['help-in', 'reset-two-step', 'reset-passkeys', 'revoke-passkey'],
  vouch: ['vouch'],
  unlock: ['unlock'],
};

/**
 * An account with roles of two entries of the policy is reached by no entry.
 * @param target with every role that the account has or was given. Absent: the rights over anybody
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
 * The rights to which roles of administration are limited, over an account or over anybody. `undefined`: the roles administer people, and have every
 * right.
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

export function helpdeskMay(policy: Policy, roles: readonly string[], act: Act, target: AccountFacts): boolean {
  return helpdeskRights(policy, roles, target).some((right) => ACTS[right].includes(act.type));
}

export function helpdeskRoles({ administrators }: Policy): readonly string[] {
  return [...new Set(administrators.helpdesk.flatMap(({ roles }) => roles))];
}

export function isReached(
  over: readonly string[],
  { roles, emergency }: Pick<AccountFacts, 'roles' | 'emergency'>,
): boolean {
  return emergency !== true && roles.length > 0 && roles.every((role) => over.includes(role));
}
