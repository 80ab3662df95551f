import { type BodySource, fromRequest, type NeutralRequest } from '@sallyport/http';
import type { Context } from 'hono';

/** Returns the client's address. Hono leaves the address to the runtime. */
export type AddressOf = (c: Context) => string | undefined;

/** Wraps a Hono request for the guards, which do not read the body. */
export function toNeutral(c: Context, prefix: string, ip: AddressOf | undefined): NeutralRequest {
  return fromRequest(c.req.raw, { basePath: prefix, ip: () => ip?.(c) });
}

/** Adds the body for the routes. If a handler has already read the body, takes it from Hono's cache. */
export async function withBody(c: Context, request: NeutralRequest): Promise<NeutralRequest> {
  const body = await cachedBody(c);
  return body === undefined ? request : { ...request, body };
}

async function cachedBody({ req }: Context): Promise<BodySource | undefined> {
  const kept = Object.keys(req.bodyCache);
  if (kept.length === 0) return undefined;
  // A body that was read as a form cannot be converted to bytes. `all` returns repeated fields too, so that repetitions are noticed.
  if (kept.every((what) => what === 'formData')) return { kind: 'parsed', value: await req.parseBody({ all: true }) };
  return { kind: 'stream', chunks: bytesOf(req) };
}

/** Reads the body only on demand. If the host failed to read the body, the contract answers that the body is malformed. */
async function* bytesOf(req: Context['req']): AsyncGenerator<Uint8Array, void> {
  yield new Uint8Array(await req.arrayBuffer());
}
