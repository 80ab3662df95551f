import type { Sallyport } from '@sallyport/engine';
import type { NeutralReply } from '../message/reply.ts';
import type { NeutralRequest } from '../message/request.ts';

/** Request headers that CORS allows to a page of a trusted origin, in addition to the headers of simple requests. */
export const CORS_REQUEST_HEADERS: readonly string[] = [
  'Authorization',
  'Content-Type',
  'If-Match',
  'Sallyport-Client',
  'Sallyport-Device',
  'Sallyport-Flow',
];
/** Response headers that CORS exposes to a page of a trusted origin. */
export const CORS_ANSWER_HEADERS: readonly string[] = ['ETag', 'Retry-After', 'Sallyport-Flow', 'WWW-Authenticate'];

/** The CORS headers of an answer, and for a preflight request the whole answer. */
export interface CrossOrigin {
  readonly headers: NeutralReply['headers'];
  readonly preflight?: NeutralReply;
}

/**
 * The CORS headers (Fetch §3.3) for a request from a trusted origin: the origin by name, with credentials. A request from another origin gets
 * `Vary` alone, so the browser hides the answer from the page.
 */
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
