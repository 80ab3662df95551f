import type { Sallyport } from '@sallyport/engine';
import { atSite } from '../caller/at-site.ts';
import { type StepUpDemand, stepUpDemand } from '../caller/demand.ts';
import type { Admission } from '../caller/require-session.ts';
import { type NeutralRequest, opensWebSocket } from '../message/request.ts';
import type { HttpOptions } from '../problem/http-options.ts';
import { goTo } from '../route/answer.ts';
import { beginFlow } from './begin-flow.ts';
import { checkPath, InvalidPath, isPath } from './check-options.ts';

const HELD_BY_EVERY_SESSION = 'single';
const OPTION = 'require(…, { signInPage })';

export function checkSignInPage(path: unknown): void {
  if (path === undefined || typeof path === 'function') return;
  if (path === '') throw new InvalidPath(OPTION, path);
  checkPath(OPTION, path);
}

/**
 * If the session is too weak or its proof too old, a step-up begins first. A person who sends a form is led back to the page of the form:
 * `unsent=form` tells the sign-in page. Every other request keeps its problem.
 */
export async function toSignInPage(
  auth: Sallyport,
  request: NeutralRequest,
  admitting: Promise<Admission>,
  page: string,
  options: HttpOptions,
): Promise<Admission> {
  const admission = await admitting;
  // A function may have made `page` of the request's path: `//elsewhere.example` would leave the site.
  if (admission.admitted || !isPath(page) || !isByPerson(request)) return admission;
  const { refused } = admission;
  if (refused !== 'no-session' && refused !== 'insufficient-strength') return admission;
  const opened = isRead(request) ? openedPath(request) : pageOfForm(atSite(auth, request), request);
  if (opened === undefined) return admission;
  const redirected = (location: string, cookies: readonly string[] = []): Admission => ({
    ...admission,
    reply: { ...goTo(location).raw, cookies },
  });
  const signIn = `${page}?next=${encodeURIComponent(opened)}${isRead(request) ? '' : '&unsent=form'}`;
  if (refused === 'no-session') return redirected(signIn);
  const begun = await beginFlow(
    auth,
    request,
    { stepUp: leadingOn(admission), continuation: { location: opened } },
    options,
  );
  if (begun.begun) return redirected(begun.answer?.status === 'complete' ? opened : signIn, begun.cookies);
  return begun.reply.problem === 'no-session' ? redirected(signIn) : { ...admission, reply: begun.reply };
}

function leadingOn(refusal: Parameters<typeof stepUpDemand>[0]): StepUpDemand | undefined {
  const demand = stepUpDemand(refusal);
  // In an organisation the step-up is judged by what the organisation asks.
  const isElsewhere = demand?.in === undefined && demand?.within === undefined;
  return isElsewhere && demand?.strength === HELD_BY_EVERY_SESSION ? undefined : demand;
}

/** No script and no other program (Fetch Metadata §2.2). */
function isByPerson(request: NeutralRequest): boolean {
  const { headers } = request;
  if (headers['authorization'] !== undefined || opensWebSocket(headers) || isAhead(headers)) return false;
  const mode = headers['sec-fetch-mode'];
  return mode === undefined ? isRead(request) && /\btext\/html\b/i.test(headers['accept'] ?? '') : mode === 'navigate';
}

/** Browsers show no prefetched problem. */
function isAhead(headers: NeutralRequest['headers']): boolean {
  return ['sec-purpose', 'purpose', 'x-moz'].some((name) => /^\s*prefetch\b/i.test(headers[name] ?? ''));
}

function isRead({ method }: NeutralRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** By `Referer` (RFC 9110 §10.1.3). `undefined`: another site's page, or the browser does not tell. */
function pageOfForm({ origin }: Sallyport, { headers }: NeutralRequest): string | undefined {
  const { referer } = headers;
  if (referer === undefined || !URL.canParse(referer)) return undefined;
  const page = new URL(referer);
  return page.origin === origin && isOnThisSite(page.pathname) ? page.pathname + page.search : undefined;
}

function isOnThisSite(path: string): boolean {
  return /^\/(?![/\\])/.test(path);
}

function openedPath({ mount, path, search }: NeutralRequest): string {
  const opened = mount === undefined ? '' : mount + path;
  if (!isOnThisSite(opened)) return '/';
  return search === '' || search.startsWith('?') ? opened + search : `${opened}?${search}`;
}
