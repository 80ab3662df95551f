import { nothing } from '../message/fields.ts';
import { jsonReply } from '../message/reply.ts';
import { describedText } from '../route/openapi.ts';
import { isServed, type Parts } from '../route/parts.ts';
import { openRoute, type RouteRow } from '../route/route.ts';
import { accountRoutes } from './account.ts';
import { administrationRoutes } from './administration.ts';
import { deliveredCodeRoutes } from './delivered-codes.ts';
import { enrollmentRoutes } from './enrollment.ts';
import { organisationRoutes } from './organisations.ts';
import { oversightRoutes } from './oversight.ts';
import { policyRoutes } from './policy.ts';
import { recoveryRoutes } from './recovery.ts';
import { sessionRoutes } from './session.ts';
import { signInRoutes } from './sign-in.ts';
import { invitationRoutes, signUpRoutes } from './sign-up.ts';
import { singleSignOnRoutes } from './single-sign-on.ts';
import { typedCodeRoutes } from './typed-codes.ts';
import { vaultRoutes } from './vault.ts';

export function routesWith(parts: Parts): readonly RouteRow[] {
  // Last, so that a named path never counts as a code.
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
  ...organisationRoutes,
  ...vaultRoutes,
  ...typedCodeRoutes,
  ...policyRoutes,
  ...administrationRoutes,
  ...oversightRoutes,
];

export const routes: readonly RouteRow[] = routesWith({ signUp: true, organisations: true });

function openApiRoute(table: () => readonly RouteRow[]): RouteRow {
  const withVault = describedText(table);
  const withoutVault = describedText(() => table().filter(({ onlyWith }) => onlyWith !== 'vault'));
  return openRoute({
    verb: 'GET',
    path: '/openapi.json',
    summary: 'This description.',
    input: nothing,
    answers: { status: 200, shape: 'OpenApi' },
    handle: async ({ auth, caller, site, sessionCookie }) => {
      const { codes, vault } = auth.brings(caller.tenant);
      const { headers } = jsonReply(200, {});
      return { raw: { status: 200, headers, body: (vault ? withVault : withoutVault)(site, codes, sessionCookie) } };
    },
  });
}
