import type { TenantId } from '@sallyport/store';
import { SallyportConfigError } from '../contract/configuration-error.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** The tenant of a host that has only one. */
export const DEFAULT_TENANT = 'default';

/** 1 to 200 characters, no space around them, nothing that is not shown. */
const NAME = /^(?=[^\s])[^\p{Cc}\p{Cs}]{1,200}(?<=[^\s])$/u;

/**
 * A tenant's name as the engine has it.
 *
 * @throws SallyportConfigError `bad-tenant`, if it is none: 1 to 200 characters, without control characters or space around them
 */
export function tenantId(name: string): TenantId {
  if (typeof name === 'string' && NAME.test(name)) return name as TenantId;
  throw new SallyportConfigError(
    'bad-tenant',
    `${typeof name === 'string' ? `'${name.slice(0, 50)}'` : `A value of type ${typeof name}`} is no name of a tenant.`,
    'Name it with 1 to 200 characters, without control characters or space around them.',
  );
}

/**
 * The tenant that host code names.
 *
 * @throws SallyportConfigError `bad-tenant`, if the text is no name, or the host has no tenant of this name
 */
export function knownTenant(kernel: Pick<Kernel, 'of'>, name: string): TenantId {
  const tenant = tenantId(name);
  kernel.of(tenant);
  return tenant;
}

/**
 * The same, where host code that names no tenant means the tenant `default`. A value that is no name, such as `null`, is refused: nobody falls
 * into the tenant of others.
 *
 * @throws SallyportConfigError `bad-tenant`
 */
export function tenantOf(kernel: Pick<Kernel, 'of'>, name: string | undefined): TenantId {
  return knownTenant(kernel, name === undefined ? DEFAULT_TENANT : name);
}
