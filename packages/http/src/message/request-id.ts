import type { NeutralRequest } from './request.ts';

/**
 * The id of a request as the `instance` of its problem (RFC 9457 §3.1.5) and of what is logged and traced of it: the one that the host's
 * proxy gave it in `X-Request-Id`, or one of our own. Made when it is first asked for.
 */
export function instanceOf({ headers }: Pick<NeutralRequest, 'headers'>): () => string {
  let instance: string | undefined;
  return () => {
    instance ??= named(headers['x-request-id']) ?? `urn:uuid:${crypto.randomUUID()}`;
    return instance;
  };
}

/**
 * What a proxy calls a request. A stranger may send any text there: it goes into answers and logs, so it is short, and no token of ours
 * (43 characters at least) is ever taken for one.
 */
function named(id: string | undefined): string | undefined {
  if (id === undefined || !/^[A-Za-z0-9][A-Za-z0-9._-]{7,39}$/.test(id)) return undefined;
  return UUID.test(id) ? `urn:uuid:${id.toLowerCase()}` : `urn:sallyport:request:${id}`;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
