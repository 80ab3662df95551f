import type { Sallyport } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import type { NeutralReply } from '../message/reply.ts';
import type { NeutralRequest } from '../message/request.ts';
import { shown } from './shown.ts';

export const CORS_REQUEST_HEADERS: readonly string[] = [
  'Authorization',
  'Content-Type',
  'If-Match',
  'Sallyport-Account',
  'Sallyport-Client',
  'Sallyport-Continues',
  'Sallyport-Device',
  'Sallyport-Flow',
];
export const CORS_ANSWER_HEADERS: readonly string[] = [
  'ETag',
  'Retry-After',
  'Sallyport-Continues',
  'WWW-Authenticate',
];

export interface CrossOrigin {
  readonly headers: NeutralReply['headers'];
  readonly preflight?: NeutralReply;
}

/** Fetch §3.3. A request from another origin gets `Vary` alone, so the browser hides the answer. */
export function crossOriginOf(
  { trustedOrigins }: Pick<Sallyport, 'trustedOrigins'>,
  { method, headers }: NeutralRequest,
): CrossOrigin | undefined {
  if (trustedOrigins.length === 0) return undefined;
  const { origin } = headers;
  if (origin === undefined || !trustedOrigins.includes(origin)) return { headers: { vary: 'Origin' } };
  const allowed = {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': CORS_ANSWER_HEADERS.join(', '),
  };
  if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return { headers: allowed };
  const preflight = {
    ...allowed,
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
    'access-control-allow-headers': CORS_REQUEST_HEADERS.join(', '),
    'access-control-max-age': '600',
  };
  return { headers: allowed, preflight: { status: 204, headers: preflight, cookies: [], body: '' } };
}

export type HeaderSoFar = (name: string) => unknown;

const GUARD_HEADERS: readonly string[] = ['Retry-After', 'WWW-Authenticate'];

const warned = new WeakSet<object>();

export function warnOfHiddenHeaders(auth: Sallyport, { headers }: NeutralRequest, headerSoFar: HeaderSoFar): void {
  const { origin } = headers;
  if (origin === undefined || origin === auth.origin || !auth.trustedOrigins.includes(origin) || warned.has(auth))
    return;
  const exposed = String(headerSoFar('access-control-expose-headers') ?? '').toLowerCase();
  const names = exposed.split(',').map((name) => name.trim());
  // With cookies, browsers take `*` for a header of that name (Fetch §3.3.4).
  if (names.includes('*') && headers['cookie'] === undefined) return;
  const hidden = GUARD_HEADERS.filter((name) => !names.includes(name.toLowerCase()));
  if (hidden.length === 0) return;
  warned.add(auth);
  forAdapters(auth).logger.warn(
    `pages of ${origin} cannot read the headers ${hidden.join(' and ')} of the app's own routes`,
    {
      code: 'headers-not-exposed',
      origin,
      wayOut: `let the app's CORS middleware expose them, as exposedHeaders (Express, Fastify) or exposeHeaders (Koa, Hono): ${JSON.stringify(GUARD_HEADERS)}. If a proxy in front exposes them, ignore this line`,
    },
  );
}

/** A stranger can make up any number. */
const MOST_ORIGINS = 20;

const toldOf = new WeakMap<object, Set<string>>();

/**
 * Once for each origin that the contract cannot serve:
 *
 * - The origin is not trusted, and the page reads, or asks by a preflight. {@link identify} warns of requests that change state.
 * - The origin is `origin`, and the browser says that the contract is elsewhere.
 * - The origin is trusted and of another site, and the request has no token: the browser keeps no cookies.
 */
export function warnOfUnservedPage(auth: Sallyport, request: NeutralRequest): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  const warning = warningOf(auth, origin, request);
  if (warning === undefined) return;
  const told = toldOf.get(auth) ?? new Set();
  toldOf.set(auth, told);
  const page = shown(origin);
  if (told.has(page) || told.size >= MOST_ORIGINS) return;
  told.add(page);
  const { message, ...details } = warning;
  forAdapters(auth).logger.warn(message, { ...details, origin: page });
}

interface Warning {
  readonly message: string;
  readonly code: string;
  readonly expected?: readonly string[];
  readonly wayOut: string;
}

function warningOf(auth: Sallyport, origin: string, { method, headers }: NeutralRequest): Warning | undefined {
  const site = headers['sec-fetch-site'];
  if (auth.trustedOrigins.includes(origin)) {
    const isByToken = ['sallyport-client', 'sallyport-flow', 'authorization'].some((name) => name in headers);
    if (site !== 'cross-site' || method === 'OPTIONS' || isByToken || 'cookie' in headers) return undefined;
    return {
      message: 'a page of another site asks the contract without a token: its browser keeps no cookies',
      code: 'cookies-not-kept',
      wayOut: 'let the page work in token mode: `createSallyportClient({ baseUrl, tokens })`',
    };
  }
  if (origin === auth.origin)
    return site === 'same-site' || site === 'cross-site'
      ? {
          message: 'a page of `origin` asks the contract on another origin: its browser hides the answers',
          code: 'origin-of-page',
          wayOut: 'give the origin of the contract as `origin`, and the origin of the page in `trustedOrigins`',
        }
      : undefined;
  const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
  if (!isPreflight && method !== 'GET') return undefined;
  return {
    message: 'a page of an origin that is not trusted asks the contract: its browser hides the answers',
    code: 'untrusted-origin',
    expected: [auth.origin, ...auth.trustedOrigins],
    wayOut: 'if the page is yours, add its origin to `trustedOrigins`',
  };
}
