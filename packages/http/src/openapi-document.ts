/**
 * `@sallyport/http/openapi`: the description of the contract, for a build that generates a client. Apart from the contract itself, so
 * that whoever serves it does not load its description as the process starts.
 *
 * @packageDocumentation
 */
import { type BroughtCodes, describe, type OpenApi } from './openapi.ts';
import { routes } from './routes/index.ts';

export type { BroughtCodes, OpenApi } from './openapi.ts';

/**
 * The OpenAPI document of the contract, as `GET /openapi.json` answers it.
 *
 * @param site origin and mount prefix, `'https://app.example/auth'`
 * @param codes the delivered codes that the host brings
 */
export function openApiDocument(site: string, codes: BroughtCodes = []): OpenApi {
  return describe(routes, site, codes);
}
