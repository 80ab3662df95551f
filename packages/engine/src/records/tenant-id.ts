import type { TenantId } from '@sallyport/store';
import type { AdapterParts } from '../contract/adapter-parts.ts';
import { SallyportConfigError } from '../contract/configuration-error.ts';
import type { Logger } from '../contract/host.ts';
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

interface AddressedRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly path: string;
}

/** A copy, so that the host cannot change the request. */
function addressed({ headers, path }: Parameters<AdapterParts['tenantOf']>[0]): AddressedRequest {
  if (path !== undefined) return { headers, path };
  return {
    headers,
    get path(): string {
      throw new SallyportConfigError(
        'bad-tenant',
        'The path of this request is unknown.',
        'Remove only a prefix from the paths of requests.',
      );
    },
  };
}

/**
 * Finds the tenant of each request by the host's function. Only the first request without a known tenant is logged, because anybody
 * can send any number of such requests.
 *
 * @throws SallyportConfigError `bad-tenant`, from the returned function, if the host's answer is no tenant's name, or names an unknown
 *   tenant
 */
export function tenantResolver(
  { of, logger }: { readonly of: Kernel['of']; readonly logger: Logger },
  resolve: ((request: AddressedRequest) => string) | undefined,
): AdapterParts['tenantOf'] {
  if (resolve === undefined) {
    const only = tenantId(DEFAULT_TENANT);
    return () => only;
  }
  let isTold = false;
  return (request) => {
    try {
      return knownTenant({ of }, resolve(addressed(request)));
    } catch (error) {
      if (!isTold && error instanceof SallyportConfigError && error.code === 'bad-tenant') {
        isTold = true;
        logger.error(
          '`tenant` returned no known tenant for a request. This request and further requests without a known tenant get 404',
          {
            code: 'bad-tenant',
            host: request.headers['host'],
            path: request.path,
            wayOut: 'return a name in `tenants` for every address that the app is served at',
          },
        );
      }
      throw error;
    }
  };
}
