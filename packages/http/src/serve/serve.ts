import type { Caller, KeptTokens, Sallyport } from '@sallyport/engine';
import { callerOf, fromWhere } from '../caller/caller.ts';
import { type CookieKind, type Cookies, cookiesFor } from '../caller/cookies.ts';
import { crossOriginOf } from '../caller/cross-origin.ts';
import { identify } from '../caller/identify.ts';
import { type HttpRefusal, isRefusal } from '../message/refusal.ts';
import { jsonReply, type NeutralReply } from '../message/reply.ts';
import type { NeutralRequest } from '../message/request.ts';
import { instanceOf } from '../message/request-id.ts';
import { faultReply, type HttpOptions } from '../problem/fault.ts';
import { logUnavailable } from '../problem/log-unavailable.ts';
import { DEFAULT_PAGES, type Pages } from '../problem/pages.ts';
import { problemReply } from '../problem/problem.ts';
import { type Match, matcherOf } from '../route/match.ts';
import { checkParts, type Parts } from '../route/parts.ts';
import { checkOptions } from './check-options.ts';

/** Answers a request of the HTTP contract. Never rejects. */
export type Serve = (request: NeutralRequest) => Promise<NeutralReply>;

/**
 * The HTTP contract over one Sallyport, for a framework's adapter to translate to and from.
 *
 * @param parts parts that the host leaves out
 */
export function serve(auth: Sallyport, options: HttpOptions = {}, parts: Parts = {}): Serve {
  checkOptions(auth, options);
  checkParts(parts);
  const cookies = cookiesFor(auth.origin, options.cookieDomain);
  let match: Matcher | undefined;
  const loading = matcherFor(parts).then((loaded) => {
    match = loaded;
    return loaded;
  });
  const pages = { ...DEFAULT_PAGES, ...options.pages };
  const publicPath = options.publicPath?.replace(/\/+$/, '');
  return async (request) => {
    const across = crossOriginOf(auth, request);
    if (across?.preflight !== undefined) return across.preflight;
    const seen = publicPath === undefined ? request : new MountedAt(publicPath, request);
    const instance = instanceOf(seen);
    // Once the routes are loaded, no `await` before the body is read: if the host has answered already, Node drops the body after this
    // turn.
    const found = (match ?? (await loading))(seen.method, seen.path);
    const answering = async (): Promise<NeutralReply> => {
      try {
        return await answer(auth, cookies, found, { request: seen, pages, instance });
      } catch (fault) {
        return faultReply(fault, options, instance());
      }
    };
    const { method, headers } = seen;
    const route = found.row?.path;
    const reply = auth.telemetry?.request({ method, route, headers, instance }, answering) ?? answering();
    return withHeaders(logUnavailable(auth, await reply, instance), across?.headers);
  };
}

type Found = Extract<Match, { readonly params: unknown }>;
type Matcher = (method: string, path: string) => Match;

/** The routes load beside whatever else the host starts with, and not before it: to make all their shapes takes a while. */
async function matcherFor(parts: Parts): Promise<Matcher> {
  const { routesWith } = await import('../routes/index.ts');
  return matcherOf(routesWith(parts));
}

/** A request, and what its answer is made with. */
interface Asked {
  readonly request: NeutralRequest;
  readonly pages: Required<Pages>;
  readonly instance: () => string;
}

/** The same request below the prefix that a browser sees. */
class MountedAt implements NeutralRequest {
  readonly method: string;
  readonly mount: string;
  readonly path: string;
  readonly search: string;
  readonly headers: NeutralRequest['headers'];
  readonly #request: NeutralRequest;

  constructor(mount: string, request: NeutralRequest) {
    this.method = request.method;
    this.mount = mount;
    this.path = request.path;
    this.search = request.search;
    this.headers = request.headers;
    this.#request = request;
  }

  get body(): NeutralRequest['body'] {
    return this.#request.body;
  }

  get ip(): string | undefined {
    return this.#request.ip;
  }
}

function withHeaders(reply: NeutralReply, headers: NeutralReply['headers'] = {}): NeutralReply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

async function answer(
  auth: Sallyport,
  cookies: Cookies,
  found: Match,
  { request, pages, instance }: Asked,
): Promise<NeutralReply> {
  if (found.row === undefined) return notFound(auth, found.allow, instance());
  const { row, params } = found;
  const opensFlow = row.opensFlow ?? 'never';
  const identified =
    row.crossSite === true
      ? callerOf(auth, request, cookies, opensFlow)
      : identify(auth, cookies, request, opensFlow, instance);
  if (isRefusal(identified)) return problemReply(identified, auth.now(), instance());
  const caller = fromWhere(identified, request);
  if (!isServed(auth, caller, found)) return notFound(auth, [], instance());
  const result = await row.answer({ auth, request, caller, params, pages });
  if (isRefusal(result)) return refused(auth, cookies, caller, result, instance());
  if ('raw' in result) return { ...result.raw, cookies: cookiesOf(auth, cookies, caller, result) };
  return jsonReply(result.status ?? 200, result.body, {
    headers: result.version === undefined ? {} : { etag: `"${result.version}"` },
    cookies: cookiesOf(auth, cookies, caller, result),
  });
}

/** Whether the tenant has what the route is for: its vaults, or the delivered code that the path names. */
function isServed(auth: Sallyport, { tenant }: Caller, { row, params }: Found): boolean {
  if (row.onlyWith === undefined && params['code'] === undefined) return true;
  const { codes, vault } = auth.brings(tenant);
  if (row.onlyWith === 'vault' && !vault) return false;
  return params['code'] === undefined || codes.some(({ method }) => method === params['code']);
}

/**
 * A refusal, with the flow that stays open beside it: in token mode its token is in the header that carries it, so that
 * the members of equal problems stay equal. The cookie of a flow that has ended is removed, but for one
 * that a denial ended.
 */
function refused(
  auth: Sallyport,
  cookies: Cookies,
  caller: Caller,
  refusal: HttpRefusal,
  instance: string,
): NeutralReply {
  const reply = problemReply(refusal, auth.now(), instance);
  const keep = refusal.refused === 'flow-expired' ? { mode: caller.mode, flow: null } : refusal.keep;
  const open = keep?.mode === 'token' ? keep.flow?.token : undefined;
  return {
    ...reply,
    headers: { ...reply.headers, ...(open === undefined ? {} : { 'sallyport-flow': open }) },
    cookies: cookiesOf(auth, cookies, caller, { keep }),
  };
}

/** A known path has no problem of its own for a verb it does not know; `Allow` says which it does (RFC 9110 §10.2.1). */
function notFound(auth: Sallyport, allow: readonly string[], instance: string): NeutralReply {
  const reply = problemReply({ refused: 'not-found' }, auth.now(), instance);
  return allow.length === 0 ? reply : { ...reply, headers: { ...reply.headers, allow: allow.join(', ') } };
}

interface ToKeep {
  readonly keep?: KeptTokens | undefined;
  readonly drop?: readonly CookieKind[];
}

/** The `Set-Cookie` lines of an answer. In token mode nothing is ever set. */
export function cookiesOf(
  auth: Sallyport,
  cookies: Cookies,
  caller: Caller,
  { keep, drop = [] }: ToKeep,
): readonly string[] {
  const kept = keep?.mode === 'cookie' ? keep : undefined;
  const dropped = caller.mode === 'cookie' ? drop.map((kind) => cookies.drop(kind)) : [];
  if (kept === undefined) return dropped;
  const now = auth.now();
  const flowIsOver = kept.flow === null && caller.flowToken !== undefined;
  return [
    ...dropped,
    ...(kept.flow ? [cookies.keep('flow', kept.flow, now)] : []),
    ...(flowIsOver ? [cookies.drop('flow')] : []),
    ...(kept.session === undefined ? [] : [cookies.keep('session', kept.session, now)]),
    ...(kept.device === undefined ? [] : [cookies.keep('device', kept.device, now)]),
  ];
}
