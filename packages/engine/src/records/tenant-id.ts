import type { TenantId } from '@sallyport/store';
import { SallyportConfigError } from '../contract/configuration-error.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** The tenant of a host with a single tenant. */
export const DEFAULT_TENANT = 'default';

/** 1 to 200 characters, without surrounding space, control characters or halves of surrogate pairs. */
const NAME = /^(?=[^\s])[^\p{Cc}\p{Cs}]{1,200}(?<=[^\s])$/u;

/**
 * Checks a tenant's name.
 *
 * @throws SallyportConfigError `bad-tenant`, unless the name has 1 to 200 characters, without control characters or surrounding space
 */
export function tenantId(name: string): TenantId {
  if (typeof name === 'string' && NAME.test(name)) return name as TenantId;
  throw new SallyportConfigError(
    'bad-tenant',
    `${typeof name === 'string' ? `'${name.slice(0, 50)}'` : `A value of type ${typeof name}`} is not a tenant's name.`,
    'Name it with 1 to 200 characters, without control characters or space around them.',
  );
}

/**
 * Checks the tenant that host code names.
 *
 * @throws SallyportConfigError `bad-tenant`, if the text is no name, or the host has no tenant of this name
 */
export function knownTenant(kernel: Pick<Kernel, 'of'>, name: string): TenantId {
  const tenant = tenantId(name);
  kernel.of(tenant);
  return tenant;
}

/**
 * Checks the tenant that host code names. Default: `default`. A value that is no name, such as `null`, is refused, and never stands for
 * the default tenant.
 *
 * @throws SallyportConfigError `bad-tenant`
 */
export function tenantOf(kernel: Pick<Kernel, 'of'>, name: string | undefined): TenantId {
  return knownTenant(kernel, name === undefined ? DEFAULT_TENANT : name);
}
