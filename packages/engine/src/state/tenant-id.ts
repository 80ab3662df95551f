import type { TenantId } from '@sallyport/store';
import type { AdapterParts } from '../contract/adapter-parts.ts';
import { SallyportConfigError } from '../contract/configuration-error.ts';
import type { Logger } from '../contract/host.ts';
import type { Kernel } from '../kernel/kernel.ts';

export const DEFAULT_TENANT = 'default';

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

export function knownTenant(kernel: Pick<Kernel, 'of'>, name: string): TenantId {
  const tenant = tenantId(name);
  kernel.of(tenant);
  return tenant;
}

/** A value that is no name, such as `null`, never stands for the default tenant. */
export function tenantOf(kernel: Pick<Kernel, 'of'>, name: string | undefined): TenantId {
  return knownTenant(kernel, name === undefined ? DEFAULT_TENANT : name);
}

interface AddressedRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly path: string;
}

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

/** Only the first fault is logged, because anybody can cause any number. */
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
