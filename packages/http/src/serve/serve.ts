import type { Caller, KeptTokens, Sallyport } from '@sallyport/engine';
import { flowNamedIn, forAdapters } from '@sallyport/engine/adapters';
import { atSite } from '../caller/at-site.ts';
import { callerOf, continuing, fromWhere } from '../caller/caller.ts';
import { type Cookies, cookiesFor } from '../caller/cookies.ts';
import { crossOriginOf, warnOfUnservedPage } from '../caller/cross-origin.ts';
import { deviceList } from '../caller/device-list.ts';
import { identify } from '../caller/identify.ts';
import { type AddressLimit, limitAddress, NO_ADDRESS } from '../message/address-limit.ts';
import { type CookieKind, type HttpRefusal, isRefusal } from '../message/refusal.ts';
import { jsonReply, type NeutralReply } from '../message/reply.ts';
import type { NeutralRequest } from '../message/request.ts';
import { instanceOf } from '../message/request-id.ts';
import { faultReply } from '../problem/fault.ts';
import type { HttpOptions } from '../problem/http-options.ts';
import { logUnavailable } from '../problem/log-unavailable.ts';
import { type Pages, pagesBy } from '../problem/pages.ts';
import { problemReply } from '../problem/problem.ts';
import { isLimited } from '../route/limited.ts';
import { type Match, matcherOf } from '../route/match.ts';
import { checkParts, type Parts } from '../route/parts.ts';
import { checkOptions } from './check-options.ts';

/** Answers a request of the HTTP contract. Never rejects. */
export type Serve = (request: NeutralRequest) => Promise<NeutralReply>;

/**
 * The HTTP contract over one Sallyport, in neutral requests and replies for a framework's adapter.
 *
 * @param parts parts that the host leaves out
 */
export function serve(auth: Sallyport, options: HttpOptions = {}, parts: Parts = {}): Serve {
  checkOptions(auth, options);
  checkParts(parts);
  let match: Matcher | undefined;
  const loading = matcherFor(parts).then((loaded) => {
    match = loaded;
    return loaded;
  });
  const pagesOf = pagesBy(options.pages);
  const limit = options.addressLimit && warningOfNoAddress(options.addressLimit, auth);
  const publicPath = options.publicPath?.replace(/\/+$/, '');
  return async (request) => {
    const seen = publicPath === undefined ? request : new MountedAt(publicPath, request);
    const instance = instanceOf(seen);
    const site = siteOrFault(auth, seen);
    if ('fault' in site) return logUnavailable(auth, faultReply(auth, site.fault, options, instance()), instance);
    const { own } = site;
    const across = crossOriginOf(own, request);
    if (across?.preflight !== undefined) return across.preflight;
    warnOfUnservedPage(own, request);
    // No `await` comes between, so that an open route without `addressLimit` reads the body in this turn of the event loop: if the host has answered
    // already, Node drops the body after this turn.
    const found = (match ?? (await loading))(seen.method, seen.path);
    const answering = async (): Promise<NeutralReply> => {
      try {
        const cookies = cookiesFor(own.origin, options.cookieDomain);
        return await answer(own, cookies, found, { request: seen, pagesOf, instance, limit });
      } catch (fault) {
        return faultReply(auth, fault, options, instance());
      }
    };
    const { method, headers } = seen;
    const route = found.row?.path;
    const reply = forAdapters(auth).telemetry?.request({ method, route, headers, instance }, answering) ?? answering();
    return withHeaders(logUnavailable(auth, await reply, instance), across?.headers);
  };
}

function siteOrFault(
  auth: Sallyport,
  request: NeutralRequest,
): { readonly own: Sallyport } | { readonly fault: unknown } {
  try {
    return { own: atSite(auth, request) };
  } catch (fault) {
    return { fault };
  }
}

type Found = Extract<Match, { readonly params: unknown }>;
type Matcher = (method: string, path: string) => Match;

/** While the host starts, without delaying the start: building all shapes takes a while. */
async function matcherFor(parts: Parts): Promise<Matcher> {
  const { routesWith } = await import('../routes/index.ts');
  return matcherOf(routesWith(parts));
}

interface Asked {
  readonly request: NeutralRequest;
  readonly pagesOf: (tenant: string) => Required<Pages>;
  readonly instance: () => string;
  readonly limit: AddressLimit | undefined;
}

/** All requests without an address share one limit. */
function warningOfNoAddress(limit: AddressLimit, auth: Sallyport): AddressLimit {
  let isWarned = false;
  return {
    consume: (address, points) => {
      if (address === NO_ADDRESS && !isWarned) {
        isWarned = true;
        forAdapters(auth).logger.warn(
          'a request has no network address, and `addressLimit` counts all such requests together',
          {
            code: 'no-address',
            wayOut: 'give the adapter the option `ip`, or mount it on a server that listens on TCP',
          },
        );
      }
      return limit.consume(address, points);
    },
  };
}

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
  const vary = [reply.headers['vary'], headers['vary']].filter((value) => value !== undefined).join(', ');
  return { ...reply, headers: { ...reply.headers, ...headers, ...(vary !== '' && { vary }) } };
}

async function answer(
  auth: Sallyport,
  cookies: Cookies,
  found: Match,
  { request, pagesOf, instance, limit }: Asked,
): Promise<NeutralReply> {
  if (found.row === undefined) return notFound(auth, found.allow, instance());
  const { row, params } = found;
  const readsMode = row.readsMode ?? 'never';
  const identified =
    row.crossSite === true
      ? callerOf(auth, request, cookies, readsMode)
      : identify(auth, cookies, request, readsMode, instance);
  if (isRefusal(identified)) return problemReply(identified, forAdapters(auth).now(), instance());
  const asked = row.continues === undefined ? identified : continuing(identified, request, row.continues);
  if (isRefusal(asked)) return problemReply(asked, forAdapters(auth).now(), instance());
  const caller = fromWhere(asked, request);
  if (!tenantHas(auth, caller, found)) return notFound(auth, [], instance());
  if (limit !== undefined && isLimited(row)) {
    const refusal = await limitAddress(limit, request.ip, forAdapters(auth).now);
    if (refusal !== undefined) return problemReply(refusal, forAdapters(auth).now(), instance());
  }
  const result = await row.answer({
    ...{ auth, request, caller, params },
    pages: pagesOf(caller.tenant),
    sessionCookie: cookies.name('session'),
  });
  if (isRefusal(result)) return refused(auth, cookies, caller, result, instance());
  if ('raw' in result) {
    const { stream, ...raw } = result.raw;
    const streamed = stream === undefined || request.method === 'HEAD' ? raw : { ...raw, stream };
    return { ...streamed, cookies: cookiesOf(auth, cookies, caller, result) };
  }
  return jsonReply(result.status ?? 200, result.body, {
    headers: { ...(result.version === undefined ? {} : { etag: `"${result.version}"` }), ...flowNamed(result) },
    cookies: cookiesOf(auth, cookies, caller, result),
  });
}

function tenantHas(auth: Sallyport, { tenant }: Caller, { row, params }: Found): boolean {
  if (row.onlyWith === undefined && params['code'] === undefined) return true;
  const { codes, vault } = auth.brings(tenant);
  if (row.onlyWith === 'vault' && !vault) return false;
  return params['code'] === undefined || codes.some(({ method }) => method === params['code']);
}

/**
 * `flow-expired` of a known flow that is over removes the flow's cookie. Of an unknown flow it leaves the cookie: of two requests at once, the second
 * may know the flow by its former token.
 */
function refused(
  auth: Sallyport,
  cookies: Cookies,
  caller: Caller,
  refusal: HttpRefusal,
  instance: string,
): NeutralReply {
  const reply = problemReply(refusal, forAdapters(auth).now(), instance);
  const headers = { ...reply.headers, ...flowNamed(refusal) };
  return { ...reply, headers, cookies: cookiesOf(auth, cookies, caller, refusal) };
}

/** A page names this flow in its next requests, because another page may open another flow meanwhile. */
function flowNamed({ keep }: ToKeep): NeutralReply['headers'] {
  const name = flowNamedIn(keep?.flow?.token);
  return name === undefined ? {} : { 'sallyport-continues': name };
}

/** `Allow` lists the path's other verbs (RFC 9110 §10.2.1). */
function notFound(auth: Sallyport, allow: readonly string[], instance: string): NeutralReply {
  const reply = problemReply({ refused: 'not-found' }, forAdapters(auth).now(), instance);
  return allow.length === 0 ? reply : { ...reply, headers: { ...reply.headers, allow: allow.join(', ') } };
}

interface ToKeep {
  readonly keep?: KeptTokens | undefined;
  readonly drop?: readonly CookieKind[];
}

export function cookiesOf(
  auth: Sallyport,
  cookies: Cookies,
  caller: Caller,
  { keep, drop = [] }: ToKeep,
): readonly string[] {
  const kept = keep?.mode === 'cookie' ? keep : undefined;
  const dropped = caller.mode === 'cookie' ? drop.map((kind) => cookies.drop(kind)) : [];
  if (kept === undefined) return dropped;
  const now = forAdapters(auth).now();
  const flowIsOver = kept.flow === null && caller.flowToken !== undefined;
  return [
    ...dropped,
    ...(kept.flow ? [cookies.setCookie('flow', kept.flow, now)] : []),
    ...(flowIsOver ? [cookies.drop('flow')] : []),
    ...(kept.session === undefined ? [] : [cookies.setCookie('session', kept.session, now)]),
    ...(kept.deviceTokens === undefined ? [] : [cookies.setCookie('device', listed(kept.deviceTokens), now)]),
  ];
}

function listed({ tokens, expiresAt }: NonNullable<KeptTokens['deviceTokens']>): Parameters<Cookies['setCookie']>[1] {
  return { token: deviceList(tokens), expiresAt };
}
