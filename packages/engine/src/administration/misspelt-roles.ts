import { nearestName, rolesNamedBy } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';

/** The roles of each engine that a warning named. */
const named = new WeakMap<Kernel, Set<string>>();

/**
 * Warns the operator of a role that no rule of the policy names and that is spelt almost as a role of the policy: no rule holds for its owner, who
 * then signs in with less than was meant. An app may have roles that no rule names, so the role is given. Each role is told once.
 */
export function warnOfMisspeltRoles(kernel: Kernel, tenant: TenantId, roles: readonly string[]): void {
  const known = rolesNamedBy(kernel.policies.known(tenant).policy);
  const told = named.get(kernel) ?? new Set();
  named.set(kernel, told);
  for (const role of roles.filter((one) => !known.includes(one) && !told.has(one))) {
    const meant = nearestName(role, known);
    if (meant === undefined) continue;
    told.add(role);
    kernel.logger.warn(`no rule of the policy names the role '${role}'; did you mean '${meant}'?`, {
      code: 'unknown-role',
      tenant,
      role,
      wayOut: `give the account the role '${meant}', or name '${role}' in the policy's \`roles\``,
    });
  }
}
