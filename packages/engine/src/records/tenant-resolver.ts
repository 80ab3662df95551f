import { SallyportConfigError } from '../contract/configuration-error.ts';
import type { Logger } from '../contract/host.ts';
import type { Sallyport } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { DEFAULT_TENANT, knownTenant, tenantId } from './tenant-id.ts';

/**
 * The tenant of each request, by the host's word. The operator is told of the first request that has none: a stranger can send any number.
 *
 * @throws SallyportConfigError `bad-tenant`, from the function: the host answers no name of a tenant, or the name of an unknown tenant
 */
export function tenantResolver(
  { of, logger }: { readonly of: Kernel['of']; readonly logger: Logger },
  resolve: ((request: Parameters<Sallyport['tenantOf']>[0]) => string) | undefined,
): Sallyport['tenantOf'] {
  if (resolve === undefined) {
    const only = tenantId(DEFAULT_TENANT);
    return () => only;
  }
  let isTold = false;
  return (request) => {
    // A plain object: what the host does with it is the host's business.
    const name = resolve({ headers: request.headers, path: request.path });
    try {
      return knownTenant({ of }, name);
    } catch (error) {
      if (!isTold && error instanceof SallyportConfigError && error.code === 'bad-tenant') {
        isTold = true;
        logger.error('`tenant` answers no tenant for a request, which is answered 404, as any other of its kind', {
          code: 'bad-tenant',
          host: request.headers['host'],
          path: request.path,
          wayOut: 'have it answer, for every address that the app is served at, a name that `tenants` has',
        });
      }
      throw error;
    }
  };
}
