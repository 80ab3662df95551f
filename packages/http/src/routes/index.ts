import { isServed, type Parts } from '../route/parts.ts';
import type { RouteRow } from '../route/route.ts';
import { accountRoutes } from './account.ts';
import { administrationRoutes } from './administration.ts';
import { deliveredCodeRoutes } from './delivered-codes.ts';
import { enrollmentRoutes } from './enrollment.ts';
import { openApiRoute } from './open-api.ts';
import { oversightRoutes } from './oversight.ts';
import { policyRoutes } from './policy.ts';
import { recoveryRoutes } from './recovery.ts';
import { sessionRoutes } from './session.ts';
import { signInRoutes } from './sign-in.ts';
import { invitationRoutes, signUpRoutes } from './sign-up.ts';
import { singleSignOnRoutes } from './single-sign-on.ts';
import { typedCodeRoutes } from './typed-codes.ts';
import { vaultRoutes } from './vault.ts';

/** The routes that a host serves and that `GET /openapi.json` describes, without the parts that the host leaves out. */
export function routesWith(parts: Parts): readonly RouteRow[] {
  // Delivered codes come last, so that a named path never counts as a code.
  const served: readonly RouteRow[] = [...named, openApiRoute(() => served), ...deliveredCodeRoutes].filter((row) =>
    isServed(row, parts),
  );
  return served;
}

const named: readonly RouteRow[] = [
  ...signInRoutes,
  ...singleSignOnRoutes,
  ...enrollmentRoutes,
  ...recoveryRoutes,
  ...signUpRoutes,
  ...invitationRoutes,
  ...sessionRoutes,
  ...accountRoutes,
  ...vaultRoutes,
  ...typedCodeRoutes,
  ...policyRoutes,
  ...administrationRoutes,
  ...oversightRoutes,
];

/** All routes of the contract. */
export const routes: readonly RouteRow[] = routesWith({ signUp: true });
