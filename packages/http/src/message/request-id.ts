import type { NeutralRequest } from './request.ts';

/** For the `instance` of a problem (RFC 9457 §3.1.5), logs and traces. Made at the first call. */
export function instanceOf({ headers }: Pick<NeutralRequest, 'headers'>): () => string {
  let instance: string | undefined;
  return () => {
    instance ??= named(headers['x-request-id']) ?? `urn:uuid:${crypto.randomUUID()}`;
    return instance;
  };
}

/** Any client can send any text. 40 characters rule out a Sallyport token (at least 43 characters). */
function named(id: string | undefined): string | undefined {
  if (id === undefined || !/^[A-Za-z0-9][A-Za-z0-9._-]{7,39}$/.test(id)) return undefined;
  return UUID.test(id) ? `urn:uuid:${id.toLowerCase()}` : `urn:sallyport:request:${id}`;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
