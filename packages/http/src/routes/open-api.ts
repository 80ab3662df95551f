import { nothing } from '../message/fields.ts';
import { describe } from '../route/openapi.ts';
import { openRoute, type RouteRow } from '../route/route.ts';

/** The route that describes a table of routes. Takes a function, because the table contains this route too. */
export function openApiRoute(routes: () => readonly RouteRow[]): RouteRow {
  return openRoute({
    verb: 'GET',
    path: '/openapi.json',
    summary: 'This description.',
    input: nothing,
    answers: { status: 200, shape: 'OpenApi' },
    handle: async ({ auth, caller, site }) => ({ body: describe(routes(), site, auth.brings(caller.tenant).codes) }),
  });
}
