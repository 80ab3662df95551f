import type { Policy } from '../policy/policy.ts';
import { METHODS, type Method, methodBit, WAY_IN_MASK } from '../strength/method.ts';

/** The tenant's ways in among the configured methods. Before a proof the answer does not depend on the account. */
export function openingMethods(policy: Policy, configured: readonly Method[]): Method[] {
  const allowed = policy.tenant.methods & (policy.place?.methods ?? WAY_IN_MASK) & WAY_IN_MASK;
  return METHODS.filter((method) => configured.includes(method) && (allowed & methodBit(method)) !== 0);
}
