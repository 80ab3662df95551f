import type { Caller, FlowAnswer, Refusal, Sallyport } from '@sallyport/engine';
import * as z from 'zod';
import { inFlow } from '../caller/caller.ts';
import { readForm } from '../message/body.ts';
import { nothing } from '../message/fields.ts';
import { readQuery } from '../message/input.ts';
import { type HttpRefusal, isRefusal } from '../message/refusal.ts';
import { withProblem } from '../problem/pages.ts';
import { problemOf } from '../problem/problem.ts';
import { goTo, placeOfProvider, type RawAnswer } from '../route/answer.ts';
import { type Exchange, guardedRoute, type RouteRow, siteOf } from '../route/route.ts';

/** Of SAML's POST binding. Other fields are ignored. */
const FIELDS = ['SAMLResponse', 'RelayState'] as const;
const METADATA = 'application/samlmetadata+xml';
/** saml-bindings-2.0-os §3.5.3. A longer value is cut. */
const LONGEST_STATE = 80;

export const singleSignOnRoutes: readonly RouteRow[] = [
  {
    verb: 'GET',
    path: '/sign-in/sso/:provider',
    summary:
      'Goes to a provider for single sign-on; opens a flow where none is open. Cookie mode only. ' +
      '`asksWho=1`: the provider asks who signs in, for a person who wants to sign in as somebody else. ' +
      '`continues`: only in the open flow (`1`), or in the flow of this name; otherwise `flow-expired`.',
    readsMode: 'unless-open',
    guard: 'none',
    input: z.looseObject({
      asksWho: z.exactOptional(z.enum(['0', '1'])),
      continues: z.exactOptional(z.string()),
    }),
    answers: { status: 303 },
    calls: ['sso.begin'],
    refuses: ['not-found'],
    answer: redirectToProvider,
  },
  {
    verb: 'GET',
    path: '/sign-in/sso/:provider/callback',
    summary:
      "Back from a provider: goes on to the signed-in page, or to the sign-in page with what failed as 'problem'.",
    guard: 'none',
    input: z.looseObject({}),
    answers: { status: 303 },
    calls: ['sso.finish'],
    refuses: ['not-found'],
    answer: answerCallback,
  },
  {
    verb: 'POST',
    path: '/sign-in/sso/:provider/callback',
    summary: "SAML: keeps what the provider's page posted, and goes on where the flow is.",
    readsMode: 'always',
    crossSite: true,
    guard: 'none',
    input: z.looseObject({ SAMLResponse: z.string(), RelayState: z.string() }),
    answers: { status: 303 },
    calls: ['sso.keepResponse'],
    refuses: ['not-found', 'too-large', 'unsupported-media-type'],
    answer: answerPostedResponse,
  },
  {
    verb: 'GET',
    path: '/sign-in/sso/:provider/metadata',
    summary: 'SAML: what the provider is to know of us.',
    guard: 'none',
    input: nothing,
    answers: { status: 200, media: METADATA },
    calls: ['sso.metadata'],
    answer: metadata,
  },
  guardedRoute(
    { needs: 'set-up' },
    {
      verb: 'POST',
      path: '/enroll/sso/:provider',
      summary: 'Where the page goes to link an identity at a provider to the account. Cookie mode only.',
      input: nothing,
      answers: { status: 200, shape: 'ProviderLocation' },
      calls: ['sso.beginLink'],
      handle: async ({ auth, caller, session, site, param }) => {
        const provider = param('provider');
        const left = await auth.sso.beginLink(caller, session, provider, { callback: callbackOf(site, provider) });
        return isRefusal(left) ? left : { body: { location: left.location }, keep: left.keep };
      },
    },
  ),
];

async function redirectToProvider({
  auth,
  request,
  caller,
  params,
  pages,
}: Exchange): Promise<RawAnswer | HttpRefusal> {
  if (request.method === 'HEAD') return { refused: 'not-found' };
  // The operator of a provider could sign the browser in as somebody else, by a link. A sibling of the site, and a link in a mail (`none`), count as
  // other sites. Browsers without the header are not stopped.
  const isLinkElsewhere = (request.headers['sec-fetch-site'] ?? 'same-origin') !== 'same-origin';
  if (isLinkElsewhere && caller.sessionToken !== undefined) return goTo(pages.signIn);
  const { provider = '' } = params;
  const query = readQuery(request.search);
  const { asksWho, continues } = isRefusal(query) ? {} : query.value;
  const meant = continues === undefined ? caller : inFlow(caller, String(continues));
  const left = await auth.sso.begin(meant, provider, {
    callback: callbackOf(siteOf(auth, request), provider),
    asksWho: asksWho === '1',
  });
  if (!isRefusal(left)) return goTo(left.location, left.keep);
  if (left.refused === 'not-found' || left.refused === 'malformed-input') return left;
  return toPageWithProblem(pages.signIn, left);
}

async function answerCallback({ auth, request, caller, params, pages }: Exchange): Promise<RawAnswer | HttpRefusal> {
  if (request.method === 'HEAD') return { refused: 'not-found' };
  const { provider = '' } = params;
  const query = readQuery(request.search);
  const { purpose, result } = await auth.sso.finish(caller, provider, {
    callback: callbackOf(siteOf(auth, request), provider),
    parameters: isRefusal(query) ? undefined : query.value,
  });
  if (isRefusal(result)) {
    if (result.refused === 'not-found') return result;
    if (purpose === 'sign-in' && (await isSignedInElsewhere(auth, caller, result))) return goTo(pages.signedIn);
    return toPageWithProblem(purpose === 'link' ? pages.account : pages.signIn, result);
  }
  if ('location' in result) return goTo(result.location, result.keep);
  if (!('answer' in result)) return goTo(pages.account, result.keep);
  const { answer, keep } = result;
  return goTo(answer.status === 'complete' ? (continuationOf(answer) ?? pages.signedIn) : pages.signIn, keep);
}

/** A flow that this return ended has tokens to keep. */
async function isSignedInElsewhere(auth: Sallyport, caller: Caller, { refused, keep }: Refusal): Promise<boolean> {
  if (refused !== 'flow-expired' || keep !== undefined || caller.sessionToken === undefined) return false;
  return !isRefusal(await auth.sessions.guard(caller, { needs: 'session', evenIfTightened: true }));
}

async function answerPostedResponse({ auth, request, caller, params }: Exchange): Promise<RawAnswer | HttpRefusal> {
  const { provider = '' } = params;
  const form = await readForm(request);
  if (isRefusal(form)) return form;
  const fields = Object.fromEntries(FIELDS.flatMap((name) => (form.fields[name] ? [[name, form.fields[name]]] : [])));
  const kept = await auth.sso.keepResponse(caller, provider, fields);
  // Refusals in `TOLD` redirect too, without a ticket: only the GET after the redirect carries the flow's cookie, which says which page the person
  // goes to.
  if (isRefusal(kept) && !TOLD.has(kept.refused)) return kept;
  const state = new URLSearchParams({ RelayState: (fields['RelayState'] ?? '').slice(0, LONGEST_STATE) });
  // The browser that posted is the browser that follows this redirect.
  if (!isRefusal(kept)) state.set('ticket', kept.ticket);
  return goTo(`${callbackOf(siteOf(auth, request), provider)}?${state}`);
}

async function metadata({ auth, request, caller, params }: Exchange): Promise<RawAnswer | HttpRefusal> {
  const { provider = '' } = params;
  const made = await auth.sso.metadata(caller.tenant, provider, callbackOf(siteOf(auth, request), provider));
  if (isRefusal(made)) return made;
  const headers = { 'content-type': METADATA, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  return { raw: { status: 200, headers, body: made.xml } };
}

function callbackOf(site: string, provider: string): string {
  return `${placeOfProvider(site, provider)}/callback`;
}

function continuationOf({ continuation }: Extract<FlowAnswer, { status: 'complete' }>): string | undefined {
  const told: { readonly location?: unknown } = Object(continuation);
  return typeof told.location === 'string' ? told.location : undefined;
}

/** A browser cannot show a JSON problem. `store-unavailable` and `busy` stay JSON problems. */
function toPageWithProblem(page: string, refusal: Refusal): RawAnswer | HttpRefusal {
  const { refused } = refusal;
  if (refused === 'store-unavailable' || refused === 'busy') return refusal;
  const { code } = problemOf(TOLD.has(refused) ? refused : 'invalid-credentials');
  return goTo(withProblem(page, code), refusal.keep);
}

const TOLD: ReadonlySet<Refusal['refused']> = new Set([
  'invalid-credentials',
  'sign-in-cancelled',
  'provider-unavailable',
  'provider-did-not-ask',
  'flow-expired',
  'account-blocked',
  'method-not-allowed',
  'no-way-in',
  'session-limit',
]);
