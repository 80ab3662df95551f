/**
 * `@sallyport/http/openapi`: the description of the contract, for a build that generates a client. A separate entry, so that a server does
 * not load the description at start-up.
 *
 * @packageDocumentation
 */

import { cookiesFor } from '../caller/cookies.ts';
import { type BroughtCodes, describe, type OpenApi } from '../route/openapi.ts';
import type { Parts } from '../route/parts.ts';
import { routesWith } from './index.ts';

export type { BroughtCodes, OpenApi } from '../route/openapi.ts';
export type { Parts } from '../route/parts.ts';

/**
 * The OpenAPI document of the contract, equal to the answer of `GET /openapi.json` for a tenant with vaults.
 *
 * @param site origin and mount prefix, `'https://app.example/auth'`
 * @param codes the delivered codes that the host brings
 * @param parts parts that the host leaves out
 * @param cookieDomain the option `cookieDomain` of the adapter
 * @throws {InvalidCookieDomain} if the origin's host is not within the domain
 */
export function openApiDocument(
  site: string,
  codes: BroughtCodes = [],
  parts: Parts = {},
  cookieDomain?: string,
): OpenApi {
  const { name } = cookiesFor(new URL(site).origin, cookieDomain);
  return describe(routesWith(parts), site, codes, name('session'));
}
