import type { Policy } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import type { Kernel } from './kernel.ts';

export type SweptTenants = (asksFor?: (policy: Policy) => boolean) => readonly TenantId[];

/** A served tenant on the code's policy costs no statement where its policy asks for no work. */
export function sweptTenants(
  { policies }: Pick<Kernel, 'policies'>,
  named: readonly TenantId[],
  isLive: (tenant: TenantId) => boolean,
): SweptTenants {
  return (asksFor = () => true) => {
    const served = policies.served().filter((tenant) => isLive(tenant) && asksFor(policies.known(tenant).policy));
    return [...new Set([...[...named, ...policies.tenants()].filter(isLive), ...served])];
  };
}
