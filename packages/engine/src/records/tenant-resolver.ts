import type { AdapterParts } from '../contract/adapter-parts.ts';
import { SallyportConfigError } from '../contract/configuration-error.ts';
import type { Logger } from '../contract/host.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { DEFAULT_TENANT, knownTenant, tenantId } from './tenant-id.ts';

/**
 * Finds the tenant of each request by the host's function. Only the first request without a known tenant is logged, because anybody
 * can send any number of such requests.
 *
 * @throws SallyportConfigError `bad-tenant`, from the returned function, if the host's answer is no tenant's name, or names an unknown
 *   tenant
 */
export function tenantResolver(
  { of, logger }: { readonly of: Kernel['of']; readonly logger: Logger },
  resolve: ((request: Parameters<AdapterParts['tenantOf']>[0]) => string) | undefined,
): AdapterParts['tenantOf'] {
  if (resolve === undefined) {
    const only = tenantId(DEFAULT_TENANT);
    return () => only;
  }
  let isTold = false;
  return (request) => {
    // A plain object, so that the host cannot change the request.
    const name = resolve({ headers: request.headers, path: request.path });
    try {
      return knownTenant({ of }, name);
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
