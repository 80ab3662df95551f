import { describe, type OpenApi } from '../openapi.ts';
import type { RouteRow } from '../route.ts';
import { accountRoutes } from './account.ts';
import { administrationRoutes } from './administration.ts';
import { enrollmentRoutes } from './enrollment.ts';
import { openApiRoute } from './open-api.ts';
import { oversightRoutes } from './oversight.ts';
import { policyRoutes } from './policy.ts';
import { recoveryRoutes } from './recovery.ts';
import { sessionRoutes } from './session.ts';
import { signInRoutes } from './sign-in.ts';

/** Every route there is: what is served, and what `GET /openapi.json` describes. */
export const routes: readonly RouteRow[] = [
  ...signInRoutes,
  ...enrollmentRoutes,
  ...recoveryRoutes,
  ...sessionRoutes,
  ...accountRoutes,
  ...policyRoutes,
  ...administrationRoutes,
  ...oversightRoutes,
  openApiRoute(() => routes),
];

/**
 * The OpenAPI document of the contract, as `GET /openapi.json` answers it.
 *
 * @param site origin and mount prefix, `'https://app.example/auth'`
 */
export function openApiDocument(site: string): OpenApi {
  return describe(routes, site);
}
