import type { Sallyport } from '@sallyport/engine';
import type { NeutralReply } from '../message/reply.ts';
import type { NeutralRequest } from '../message/request.ts';

/** What a page of a trusted origin may send, beside what every page may. */
export const CORS_REQUEST_HEADERS: readonly string[] = [
  'Authorization',
  'Content-Type',
  'If-Match',
  'Sallyport-Client',
  'Sallyport-Device',
  'Sallyport-Flow',
];
/** What it may read of an answer, beside its body. */
export const CORS_ANSWER_HEADERS: readonly string[] = ['ETag', 'Retry-After', 'Sallyport-Flow', 'WWW-Authenticate'];

/** What a trusted page of another origin is allowed to read, or the whole answer if it only asked whether it may ask. */
export interface CrossOrigin {
  readonly headers: NeutralReply['headers'];
  readonly preflight?: NeutralReply;
}

/**
 * What the CORS protocol needs (Fetch §3.3) for a request from an origin that the host trusts: that origin by name, with credentials. Any
 * other request gets nothing of it, and a browser keeps the answer from its page.
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
