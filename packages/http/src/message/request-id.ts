import type { NeutralRequest } from './request.ts';

/**
 * The id of a request, for the `instance` of its problem (RFC 9457 §3.1.5), for logs and for traces. The id comes from the proxy's
 * `X-Request-Id`, or is a new UUID. The function makes the id at its first call.
 */
export function instanceOf({ headers }: Pick<NeutralRequest, 'headers'>): () => string {
  let instance: string | undefined;
  return () => {
    instance ??= named(headers['x-request-id']) ?? `urn:uuid:${crypto.randomUUID()}`;
    return instance;
  };
}

/**
 * The id in `X-Request-Id` as a URN. Any client can send any text there, and the id goes into answers and logs. The limit of 40 characters
 * keeps the id short and rules out a Sallyport token (at least 43 characters).
 */
function named(id: string | undefined): string | undefined {
  if (id === undefined || !/^[A-Za-z0-9][A-Za-z0-9._-]{7,39}$/.test(id)) return undefined;
  return UUID.test(id) ? `urn:uuid:${id.toLowerCase()}` : `urn:sallyport:request:${id}`;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
