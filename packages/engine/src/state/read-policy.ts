import type { TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';

export async function readPolicyInForce(kernel: Kernel, tenant: TenantId): Promise<PolicyInForce> {
  const stored = await kernel.store.readPolicy(tenant);
  const known = kernel.policies.known(tenant);
  const inForce = stored === undefined || stored.version === known.version ? known : kernel.policies.learn(stored);
  await kernel.place.settle(inForce, undefined);
  return kernel.place.in(inForce);
}
