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
