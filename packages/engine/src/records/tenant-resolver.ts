import type { Logger } from '../api/host.ts';
import type { Sallyport } from '../api/index.ts';
import { DEFAULT_TENANT, tenantId } from './tenant-id.ts';

/**
 * The tenant of each request, by the host's word. The operator is told of the first request that has none: a stranger can send any number.
 *
 * @throws SallyportConfigError `bad-tenant`, from the function: what the host answers is no name of a tenant
 */
export function tenantResolver(
  resolve: ((request: Parameters<Sallyport['tenantOf']>[0]) => string) | undefined,
  logger: Logger,
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
      return tenantId(name);
    } catch (error) {
      if (!isTold) {
        logger.error('`tenant` answers no tenant for a request, which is answered 404, as any other of its kind', {
          code: 'bad-tenant',
          host: request.headers['host'],
          path: request.path,
          wayOut: 'have it answer a name for every address that the app is served at',
        });
      }
      isTold = true;
      throw error;
    }
  };
}
