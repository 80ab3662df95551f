import { SallyportConfigError } from '../api/configuration-error.ts';
import type { TenantId } from '../store/records.ts';

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
 * The tenant that host code names; the one named `default` if it names none. What is there and no name, `null` above all, is refused:
 * nobody falls into the tenant of others.
 *
 * @throws SallyportConfigError `bad-tenant`
 */
export function tenantOf(name: string | undefined): TenantId {
  return tenantId(name === undefined ? DEFAULT_TENANT : name);
}
