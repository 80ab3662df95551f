import { nothing } from '../message/fields.ts';
import { isRefusal } from '../message/refusal.ts';
import { guardedRoute, type RouteRow } from '../route/route.ts';

const looks = { needs: 'session', looks: true } as const;

export const organisationRoutes: readonly RouteRow[] = [
  guardedRoute(looks, {
    verb: 'GET',
    path: '/organisations',
    summary: 'The organisations of the person, and which of them the session can enter now.',
    input: nothing,
    answers: { status: 200, shape: 'OwnOrganisations' },
    calls: ['me.organisations'],
    handle: async ({ auth, session }) => {
      const organisations = await auth.me(session).organisations();
      return isRefusal(organisations) ? organisations : { body: { organisations } };
    },
  }),
];
