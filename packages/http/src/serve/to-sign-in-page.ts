import type { Sallyport } from '@sallyport/engine';
import type { Admission } from '../caller/require-session.ts';
import { type NeutralRequest, opensWebSocket } from '../message/request.ts';
import type { HttpOptions } from '../problem/http-options.ts';
import { goTo } from '../route/answer.ts';
import { beginFlow } from './begin-flow.ts';
import { checkPath, InvalidPath } from './check-options.ts';

const OPTION = 'require(…, { signInPage })';

/** Checks the path of the host's sign-in page. Unlike a prefix, a page has a path. @throws {InvalidPath} */
export function checkSignInPage(path: string | undefined): void {
  if (path === '') throw new InvalidPath(OPTION, path);
  checkPath(OPTION, path);
}

/**
 * Sends a person who opens a page to the sign-in page, which leads back to the opened page. If the session is too weak or its proof is too old, a
 * step-up begins first. A person who sends a form is led back to the page of the form, and sends the form again: `unsent=form` tells the sign-in page.
 * Every other refused request keeps its problem document.
 */
export async function toSignInPage(
  auth: Sallyport,
  request: NeutralRequest,
  admitting: Promise<Admission>,
  asked: { readonly page: string; readonly strength?: string | undefined; readonly within?: string | undefined },
  options: HttpOptions,
): Promise<Admission> {
  const admission = await admitting;
  if (admission.admitted || !isByPerson(request)) return admission;
  const opened = isRead(request) ? openedPath(request) : pageOfForm(auth, request);
  if (opened === undefined) return admission;
  const redirected = (location: string, cookies: readonly string[] = []): Admission => ({
    ...admission,
    reply: { ...goTo(location).raw, cookies },
  });
  const { refused, demand } = admission;
  const signIn = `${asked.page}?next=${encodeURIComponent(opened)}${isRead(request) ? '' : '&unsent=form'}`;
  if (refused === 'no-session') return redirected(signIn);
  if (refused !== 'insufficient-strength') return admission;
  const stepUp = { strength: asked.strength ?? demand?.strengths[0], within: asked.within };
  const begun = await beginFlow(auth, request, { stepUp, continuation: { location: opened } }, options);
  if (begun.begun) return redirected(begun.answer?.status === 'complete' ? opened : signIn, begun.cookies);
  return begun.reply.problem === 'no-session' ? redirected(signIn) : { ...admission, reply: begun.reply };
}

/** Whether a browser opens a page or sends a form by the request, and no script and no other program sends the request (Fetch Metadata §2.2). */
function isByPerson(request: NeutralRequest): boolean {
  const { headers } = request;
  if (headers['authorization'] !== undefined || opensWebSocket(headers)) return false;
  const mode = headers['sec-fetch-mode'];
  return mode === undefined ? isRead(request) && /\btext\/html\b/i.test(headers['accept'] ?? '') : mode === 'navigate';
}

function isRead({ method }: NeutralRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** The address of the page whose form is sent, by `Referer` (RFC 9110 §10.1.3). `undefined`: the page is of another site, or the browser does not tell. */
function pageOfForm({ origin }: Sallyport, { headers }: NeutralRequest): string | undefined {
  const { referer } = headers;
  if (referer === undefined || !URL.canParse(referer)) return undefined;
  const page = new URL(referer);
  return page.origin === origin && isOnThisSite(page.pathname) ? page.pathname + page.search : undefined;
}

/** False for a path that a browser would take for another host. */
function isOnThisSite(path: string): boolean {
  return /^\/(?![/\\])/.test(path);
}

/** The address of the page on this site. A path that a browser would take for another host becomes the start page. */
function openedPath({ mount, path, search }: NeutralRequest): string {
  const opened = mount + path;
  if (!isOnThisSite(opened)) return '/';
  return search === '' || search.startsWith('?') ? opened + search : `${opened}?${search}`;
}
