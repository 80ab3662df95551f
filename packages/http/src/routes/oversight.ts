import type { AuditPage, Caller, Sallyport } from '@sallyport/engine';
import * as z from 'zod';
import { acceptsCsv, CSV, csvLine } from '../message/csv.ts';
import { line, nothing, time } from '../message/fields.ts';
import { isRefusal, malformed } from '../message/refusal.ts';
import type { RawAnswer } from '../route/answer.ts';
import { guardedRoute, type RouteRow } from '../route/route.ts';
import { actorText } from '../shapes/events.ts';

const ofPeople = { needs: 'administrator', of: 'people' } as const;

const filter = {
  account: z.exactOptional(line(256)),
  actor: z.exactOptional(line(256)),
  type: z.exactOptional(z.array(line(64)).max(100)),
  from: z.exactOptional(time()),
  to: z.exactOptional(time()),
};

export const oversightRoutes: readonly RouteRow[] = [
  guardedRoute(ofPeople, {
    verb: 'GET',
    path: '/admin/events',
    summary:
      'The action log, newest first, or oldest first as a stream that misses nothing. As `text/csv`: a table of all pages.',
    input: z.strictObject({
      ...filter,
      order: z.exactOptional(z.enum(['asc', 'desc'])),
      cursor: z.exactOptional(line(512)),
    }),
    answers: { status: 200, shape: 'Events', alsoAs: 'text/csv' },
    parameters: { repeatable: ['type'] },
    calls: ['audit.stream'],
    async handle({ auth, caller, session, accept, input: { order, ...query } }) {
      if (acceptsCsv(accept)) {
        if (query.cursor !== undefined) return malformed('cursor', 'is for pages, and a table has all pages');
        const asked = { ...query, order: order === 'asc' ? 'oldest-first' : 'newest-first' } as const;
        return table(auth.audit.pages(session.tenant, asked), () => refuseIfOver(auth, caller));
      }
      if (order !== 'asc') return { body: await auth.audit.events(session.tenant, query) };
      const read = await auth.audit.stream(session.tenant, query);
      return isRefusal(read) ? read : { body: read };
    },
  }),
  guardedRoute(ofPeople, {
    verb: 'GET',
    path: '/admin/events/hours',
    summary: 'The numbers of events by the hour, oldest first.',
    input: z.strictObject(filter),
    answers: { status: 200, shape: 'EventHours' },
    parameters: { repeatable: ['type'] },
    handle: async ({ auth, session, input }) => ({ body: { hours: await auth.audit.hours(session.tenant, input) } }),
  }),
  guardedRoute(ofPeople, {
    verb: 'GET',
    path: '/admin/overview',
    summary: 'The numbers of the tenant, its last thirty days, and what needs somebody.',
    input: nothing,
    answers: { status: 200, shape: 'Overview' },
    handle: async ({ auth, session }) => ({ body: await auth.audit.overview(session.tenant) }),
  }),
  guardedRoute(ofPeople, {
    verb: 'GET',
    path: '/admin/risks',
    summary: 'The risks of the accounts and of the policy, the gravest first.',
    input: nothing,
    answers: { status: 200, shape: 'Risks' },
    handle: async ({ auth, session }) => ({ body: await auth.audit.risks(session.tenant) }),
  }),
  guardedRoute(ofPeople, {
    verb: 'GET',
    path: '/admin/events/head',
    summary: 'The last signed head of the sealed action log. Keep heads elsewhere: each proves all events before it.',
    input: nothing,
    answers: { status: 200, shape: 'LogHead' },
    handle: async ({ auth, session }) => ({ body: await auth.audit.head(session.tenant) }),
  }),
  guardedRoute(ofPeople, {
    verb: 'GET',
    path: '/admin/events/keys',
    summary: 'The public keys of the heads, as a JWK set.',
    input: nothing,
    answers: { status: 200, shape: 'LogKeys' },
    handle: async ({ auth, session }) => ({ body: await auth.audit.keys(session.tenant) }),
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

const COLUMNS = 'time,type,account,account_name,actor,actor_name,method,ip,flow,detail,id'.split(',');

async function refuseIfOver({ sessions }: Sallyport, caller: Caller): Promise<void> {
  const live = await sessions.guard(caller, ofPeople);
  if (isRefusal(live)) throw new Error(`the table of the log ends before its end: ${live.refused}`);
}

/** Reads the first page before the answer begins, so that a fault of the store is a problem. */
async function table(pages: AsyncIterable<AuditPage>, beforeEach: () => Promise<void>): Promise<RawAnswer> {
  const reading = pages[Symbol.asyncIterator]();
  const first = await reading.next();
  const encoder = new TextEncoder();
  async function* lines(): AsyncGenerator<Uint8Array, void> {
    try {
      yield encoder.encode(csvLine(COLUMNS));
      for (let page = first; page.done !== true; page = await reading.next()) {
        yield encoder.encode(rows(page.value));
        await beforeEach();
      }
    } finally {
      await reading.return?.();
    }
  }
  const headers = {
    'content-type': CSV,
    'content-disposition': 'attachment; filename="events.csv"',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    vary: 'accept',
  };
  return { raw: { status: 200, headers, body: '', stream: lines() } };
}

function rows({ events, names }: AuditPage): string {
  const nameOf = (id: string | undefined): string | undefined =>
    id !== undefined && Object.hasOwn(names, id) ? names[id] : undefined;
  return events
    .map(({ at, type, accountId, actor, method, ip, flow, detail, id }) => {
      const by = actor === undefined ? undefined : actorText(actor);
      const told = detail === undefined ? undefined : JSON.stringify(detail);
      const who = [accountId, nameOf(accountId), by, nameOf(by)];
      return csvLine([new Date(at).toISOString(), type, ...who, method, ip, flow, told, id]);
    })
    .join('');
}
