import type { Sallyport } from '@sallyport/engine';
import type { Admission } from '../caller/require-session.ts';
import type { NeutralReply } from '../message/reply.ts';
import { type NeutralRequest, opensWebSocket } from '../message/request.ts';
import type { HttpOptions } from '../problem/http-options.ts';
import { beginFlow } from './begin-flow.ts';
import { InvalidPath } from './check-options.ts';

/** The path of the host's sign-in page. @throws {InvalidPath} if the text is no path of this site */
export function signInPageOf(path: string): string {
  const isPath = typeof path === 'string' && /^\/(?![/\\])[^?#\s\\]*$/.test(path);
  if (!isPath) throw new InvalidPath('require(…, { signInPage })', path);
  return path;
}

/**
 * Sends a person who opens a page to the sign-in page, which leads back to the opened page. If the session is too weak or its proof is too old, a
 * step-up begins first. Every other refused request keeps its problem document.
 */
export async function toSignInPage(
  auth: Sallyport,
  request: NeutralRequest,
  { refused, demand, reply }: Extract<Admission, { admitted: false }>,
  asked: { readonly page: string; readonly strength?: string | undefined; readonly within?: string | undefined },
  options: HttpOptions,
): Promise<NeutralReply> {
  if (!opensPage(request)) return reply;
  const opened = openedPath(request);
  const signIn = `${asked.page}?next=${encodeURIComponent(opened)}`;
  if (refused === 'no-session') return redirect(signIn);
  if (refused !== 'insufficient-strength') return reply;
  const strength = asked.strength ?? demand?.strengths[0];
  const stepUp = { strength, within: asked.within };
  const begun = await beginFlow(auth, request, { stepUp, continuation: { location: opened } }, options);
  if (!begun.begun) return begun.reply.problem === 'no-session' ? redirect(signIn) : begun.reply;
  return redirect(begun.answer?.status === 'complete' ? opened : signIn, begun.cookies);
}

/** Whether a browser opens a page by the request, and no script and no other program sends the request (Fetch Metadata §2.2). */
function opensPage({ method, headers }: NeutralRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  if (headers['authorization'] !== undefined || opensWebSocket(headers)) return false;
  const mode = headers['sec-fetch-mode'];
  return mode === undefined ? /\btext\/html\b/i.test(headers['accept'] ?? '') : mode === 'navigate';
}

/** The address of the page on this site. A path that a browser would take for another host becomes the start page. */
function openedPath({ mount, path, search }: NeutralRequest): string {
  const opened = mount + path;
  if (!/^\/(?![/\\])/.test(opened)) return '/';
  return search === '' || search.startsWith('?') ? opened + search : `${opened}?${search}`;
}

function redirect(location: string, cookies: readonly string[] = []): NeutralReply {
  return { status: 303, headers: { location, 'cache-control': 'no-store' }, cookies, body: '' };
}
