import type { Policy } from '@sallyport/core';
import type { Kernel } from '../kernel/kernel.ts';
import type { AccountId, AccountRecord } from '../store/records.ts';
import { asLastKnown, withHostRoles } from './host-roles.ts';
import { rolesOf } from './roles.ts';

/** Whether these roles administer: policy administrators administer people too (W4). */
export function isAdministrator(
  { administrators }: Policy,
  roles: readonly string[],
  of: 'people' | 'policy',
): boolean {
  const named = of === 'policy' ? administrators.policy : [...administrators.policy, ...administrators.people];
  return roles.some((role) => named.includes(role));
}

/**
 * Whether who vouched for an account still may: an administrator's word holds while they administer, and while the account is not above
 * them. A code is void when its issuer loses the right to issue one. The host's own word holds.
 */
export async function stillVouches(
  kernel: Kernel,
  policy: Policy,
  by: AccountId | 'host',
  over: AccountRecord,
): Promise<boolean> {
  if (by === 'host') return true;
  const account = await kernel.store.readAccount(over.tenant, by);
  if (account === undefined || account.block !== undefined) return false;
  const issuer = await withHostRoles(kernel, account, kernel.now());
  const of = (await isAbovePeople(kernel, policy, over)) ? 'policy' : 'people';
  return issuer !== undefined && isAdministrator(policy, rolesOf(issuer), of);
}

/** Policy administrators and emergency accounts are touched by policy administrators alone. */
export async function isAbovePeople(kernel: Kernel, policy: Policy, account: AccountRecord): Promise<boolean> {
  const known = await asLastKnown(kernel, account);
  return known.emergency === true || isAdministrator(policy, rolesOf(known), 'policy');
}
