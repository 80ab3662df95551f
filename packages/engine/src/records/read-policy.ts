import type { TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';

/** Reads the policy in force from the store. `kernel.policies.known` returns the policy that the process knows, without a read. */
export async function readPolicyInForce(kernel: Kernel, tenant: TenantId): Promise<PolicyInForce> {
  const stored = await kernel.store.readPolicy(tenant);
  const known = kernel.policies.known(tenant);
  return stored === undefined || stored.version === known.version ? known : kernel.policies.learn(stored);
}
