import * as z from 'zod';
import { line, nothing, time } from '../message/fields.ts';
import { isRefusal } from '../message/refusal.ts';
import { guardedRoute, type RouteRow } from '../route/route.ts';

const ofPeople = { needs: 'administrator', of: 'people' } as const;

/** The action log and the security overview. */
export const oversightRoutes: readonly RouteRow[] = [
  guardedRoute(ofPeople, {
    verb: 'GET',
    path: '/admin/events',
    summary: 'The action log, newest first, or oldest first as a stream that misses nothing.',
    input: z.strictObject({
      account: z.exactOptional(line(256)),
      actor: z.exactOptional(line(256)),
      type: z.exactOptional(z.array(line(64)).max(100)),
      from: z.exactOptional(time()),
      to: z.exactOptional(time()),
      order: z.exactOptional(z.enum(['asc', 'desc'])),
      cursor: z.exactOptional(line(512)),
    }),
    answers: { status: 200, shape: 'Events' },
    repeatable: ['type'],
    calls: ['audit.stream'],
    async handle({ auth, session, input: { order, ...query } }) {
      if (order !== 'asc') return { body: await auth.audit.events(session.tenant, query) };
      const read = await auth.audit.stream(session.tenant, query);
      return isRefusal(read) ? read : { body: read };
    },
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
