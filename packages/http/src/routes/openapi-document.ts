/**
 * `@sallyport/http/openapi`: the description of the contract, for a build that generates a client. Apart from the contract itself, so
 * that whoever serves it does not load its description as the process starts.
 *
 * @packageDocumentation
 */

import { type BroughtCodes, describe, type OpenApi } from '../route/openapi.ts';
import type { Parts } from '../route/parts.ts';
import { routesWith } from './index.ts';

export type { BroughtCodes, OpenApi } from '../route/openapi.ts';
export type { Parts } from '../route/parts.ts';

/**
 * The OpenAPI document of the contract, as `GET /openapi.json` answers it.
 *
 * @param site origin and mount prefix, `'https://app.example/auth'`
 * @param codes the delivered codes that the host brings
 * @param parts parts that the host leaves out
 */
export function openApiDocument(site: string, codes: BroughtCodes = [], parts: Parts = {}): OpenApi {
  return describe(routesWith(parts), site, codes);
}
