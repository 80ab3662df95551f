import type { Policy } from '../policy/policy.ts';
import { METHODS, type Method, methodBit, PRIMARY_MASK } from '../strength/method.ts';

/** Before anything is proved, answers do not depend on the account: the ways in that the tenant has. */
export function openingMethods(policy: Policy, configured: readonly Method[]): Method[] {
  const allowed = policy.tenant.methods & PRIMARY_MASK;
  return METHODS.filter((method) => configured.includes(method) && (allowed & methodBit(method)) !== 0);
}
