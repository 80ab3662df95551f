import type { Policy } from '../policy/policy.ts';
import { outsideOrganisation } from '../policy/policy-in.ts';
import { METHODS, type Method, methodBit, WAY_IN_MASK } from '../strength/method.ts';

/** The ways in of the tenant and of the contexts among the configured methods. Before a proof the answer does not depend on the account. */
export function openingMethods(policy: Policy, configured: readonly Method[]): Method[] {
  const { tenant, place } = outsideOrganisation(policy);
  const allowed = tenant.methods & (place?.methods ?? WAY_IN_MASK) & WAY_IN_MASK;
  return METHODS.filter((method) => configured.includes(method) && (allowed & methodBit(method)) !== 0);
}
