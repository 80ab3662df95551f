import type { Guard } from '@sallyport/engine';
import * as z from 'zod';
import { otherFlows, otherSessions } from '../caller/cookies.ts';
import { duration, line, nothing, text } from '../message/fields.ts';
import { readQuery } from '../message/input.ts';
import { type HttpRefusal, isRefusal } from '../message/refusal.ts';
import { answered, done, droppedWithSession, flowAnswer } from '../route/answer.ts';
import { type Exchange, guardedRoute, openRoute, type RouteRow } from '../route/route.ts';
import { shapes } from '../shapes/index.ts';

const session = { needs: 'session' } as const;
const looks = { ...session, looks: true } as const;
const evenIfTightened = { needs: 'session', evenIfTightened: true } as const;
const toSignOut = { ...evenIfTightened, ends: true } as const;
const toEndSessions = { ...session, ends: true } as const;

const LONGEST_TOKEN = 1_024;

const whoIsSignedIn = whoIsSignedInBy(evenIfTightened);
const unattended = whoIsSignedInBy({ ...evenIfTightened, unattended: true });

function whoIsSignedInBy(guard: Guard): RouteRow {
  return guardedRoute(guard, {
    verb: 'GET',
    path: '/session',
    summary:
      'Who is signed in, how strongly and until when. ' +
      '`unattended=1`: a page asks by itself, and nobody uses the session, so that its idle time goes on.',
    input: z.strictObject({ unattended: z.exactOptional(z.enum(['0', '1'])) }),
    answers: { status: 200, shape: 'SessionAnswer' },
    handle: async ({ session: live }) => ({ body: { session: live.info } }),
  });
}

function isUnattended({ request }: Exchange): boolean {
  const query = readQuery(request.search);
  return !isRefusal(query) && query.value['unattended'] === '1';
}

const signsOut = guardedRoute(toSignOut, {
  verb: 'DELETE',
  path: '/session',
  summary:
    'Signs out; the device stays known. Ends the open flow of the client, also where the session is over already (401).',
  input: nothing,
  answers: { status: 200, shape: 'SignedOut' },
  calls: ['sessions.end'],
  handle: async ({ auth, caller, session: live, pages }) => {
    const ended = await auth.sessions.end(caller, live, { returnTo: signedOutPage({ auth, pages }) });
    return isRefusal(ended) ? ended : { body: ended, drop: droppedWithSession(caller) };
  },
});

/** The next person at the client could use the proofs of its open flow. A session whose next token is on its way to the client ends too. */
async function alsoWithoutSession(exchange: Exchange): ReturnType<RouteRow['answer']> {
  const { auth, caller } = exchange;
  const answer = await signsOut.answer(exchange);
  if (isRefusal(answer) && answer.refused !== 'no-session') return answer;
  const failed = await endsOthers(exchange);
  if (failed !== undefined) return failed;
  if (!isRefusal(answer)) return answer;
  const drop = droppedWithSession(caller);
  const ended = await auth.sessions.end(caller, undefined, { returnTo: signedOutPage(exchange) });
  if (!isRefusal(ended)) return { body: shapes.SignedOut.encode(ended), drop };
  return ended.refused === 'no-session' ? { ...answer, drop } : ended;
}

/** A process with the former `cookieDomain` would take them. */
async function endsOthers({ auth, caller, request, sessionCookie }: Exchange): Promise<HttpRefusal | undefined> {
  if (caller.mode !== 'cookie') return undefined;
  for (const flowToken of otherFlows(request.headers['cookie'], caller.flowToken)) {
    const ended = await auth.sessions.end({ ...caller, flowToken, sessionToken: undefined }, undefined);
    if (isRefusal(ended) && ended.refused !== 'no-session') return ended;
  }
  for (const sessionToken of otherSessions(request.headers['cookie'], sessionCookie)) {
    const { flowToken: _, ...client } = { ...caller, sessionToken };
    const live = await auth.sessions.guard(client, toSignOut);
    if (isRefusal(live) && live.refused !== 'no-session') return live;
    const ended = await auth.sessions.end(client, isRefusal(live) ? undefined : live);
    if (isRefusal(ended) && ended.refused !== 'no-session') return ended;
  }
  return undefined;
}

function signedOutPage({ auth, pages }: Pick<Exchange, 'auth' | 'pages'>): string {
  return new URL(pages.signedOut, auth.origin).href;
}

export const sessionRoutes: readonly RouteRow[] = [
  { ...whoIsSignedIn, answer: (exchange) => (isUnattended(exchange) ? unattended : whoIsSignedIn).answer(exchange) },
  { ...signsOut, answer: (exchange) => alsoWithoutSession(exchange) },
  guardedRoute(looks, {
    verb: 'GET',
    path: '/account/sessions',
    summary: "All of the account's sessions.",
    input: nothing,
    answers: { status: 200, shape: 'Sessions' },
    handle: async ({ auth, session: live }) => ({
      body: { sessions: await auth.sessions.list(live) },
    }),
  }),
  guardedRoute(toEndSessions, {
    verb: 'DELETE',
    path: '/account/sessions',
    knowsDevice: true,
    summary: 'Ends all other sessions, and forgets all other devices.',
    input: nothing,
    answers: { status: 200, shape: 'Done' },
    calls: ['sessions.endOthers'],
    handle: async ({ auth, caller, session: live }) => done(await auth.sessions.endOthers(caller, live)),
  }),
  guardedRoute(toEndSessions, {
    verb: 'DELETE',
    path: '/account/sessions/:id',
    summary: 'Ends one session.',
    input: nothing,
    answers: { status: 200, shape: 'Done' },
    calls: ['sessions.endOne'],
    handle: async ({ auth, session: live, param }) => done(await auth.sessions.endOne(live, param('id'))),
  }),
  openRoute({
    verb: 'POST',
    path: '/disown',
    summary: 'Follows the link of a mail about an unfamiliar sign-in: ends its session and its device.',
    input: z.strictObject({ token: text(LONGEST_TOKEN) }),
    answers: { status: 200, shape: 'Disowned' },
    calls: ['sessions.disown'],
    handle: async ({ auth, caller, input }) => answered(await auth.sessions.disown(caller, input)),
  }),
  guardedRoute(evenIfTightened, {
    verb: 'POST',
    path: '/step-up',
    knowsDevice: true,
    summary: 'Opens a flow that raises this session; complete at once if its evidence is already enough.',
    input: z.strictObject({
      strength: z.exactOptional(line(64)),
      within: z.exactOptional(duration()),
      in: z.exactOptional(line(100)),
    }),
    answers: { status: 200, shape: 'FlowAnswer' },
    calls: ['signIn.stepUp'],
    handle: async ({ auth, caller, session: live, input: { strength, within, in: entered }, site }) =>
      flowAnswer(await auth.signIn.stepUp(caller, live, { strength, within, in: entered }), site),
  }),
];
