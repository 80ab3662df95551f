import type { Policy } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';

/**
 * Warns the operator if the policy names administrators, there are accounts, and no account has such a role. Without effect if the host
 * gives the roles, because the host knows its roles.
 */
export async function warnOfNoAdministrator(kernel: Kernel, tenant: TenantId, policy: Policy): Promise<void> {
  const roles = policy.administrators.policy;
  if (kernel.resolveSubject !== undefined || roles.length === 0) return;
  const administrators = await kernel.store.readAdministrators(tenant);
  if ((administrators?.accountIds ?? []).length > 0) return;
  const { items } = await kernel.store.listAccounts(tenant, { limit: 1 });
  if (items.length === 0) return;
  kernel.logger.warn(`nobody can change the policy: no account has the role ${roles.join(' or ')}`, {
    code: 'no-administrator',
    tenant,
    roles,
    wayOut: 'give it to an account (`auth.people.setRoles`), or name another in `administrators.policy`',
  });
}
