import * as z from 'zod';
import { line, nothing } from '../message/fields.ts';
import { guardedRoute, type RouteRow } from '../route/route.ts';

const ofPeople = { needs: 'administrator', of: 'people' } as const;

/** The action log and the security overview. */
export const oversightRoutes: readonly RouteRow[] = [
  guardedRoute(ofPeople, {
    verb: 'GET',
    path: '/admin/events',
    summary: 'The action log, newest first.',
    input: z.strictObject({
      account: z.exactOptional(line(256)),
      type: z.exactOptional(line(64)),
      cursor: z.exactOptional(line(512)),
    }),
    answers: { status: 200, shape: 'Events' },
    handle: async ({ auth, session, input }) => ({ body: await auth.audit.events(session.tenant, input) }),
  }),
  guardedRoute(ofPeople, {
    verb: 'GET',
    path: '/admin/security',
    summary: 'Who is locked or blocked, failures by the hour, and requirements that are not met.',
    input: nothing,
    answers: { status: 200, shape: 'Security' },
    handle: async ({ auth, session }) => ({ body: await auth.audit.security(session.tenant) }),
  }),
];
