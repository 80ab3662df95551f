import type { Kernel } from '../kernel/kernel.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import type { TenantId } from '../store/records.ts';

/** The policy in force, as the store has it. */
export async function policyInForce(kernel: Kernel, tenant: TenantId): Promise<PolicyInForce> {
  const stored = await kernel.store.readPolicy(tenant);
  const known = kernel.policies.known(tenant);
  return stored === undefined || stored.version === known.version ? known : kernel.policies.learn(stored);
}
