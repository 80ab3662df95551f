import type { Sallyport } from '@sallyport/engine';
import type { NeutralReply } from './reply.ts';
import type { NeutralRequest } from './request.ts';

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
    'access-control-expose-headers': 'ETag, Retry-After, Sallyport-Flow, WWW-Authenticate',
  };
  if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return { headers: allowed };
  const preflight = {
    ...allowed,
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
    'access-control-allow-headers':
      'Authorization, Content-Type, If-Match, Sallyport-Client, Sallyport-Device, Sallyport-Flow',
    'access-control-max-age': '600',
  };
  return { headers: allowed, preflight: { status: 204, headers: preflight, cookies: [], body: '' } };
}
