import { type BodySource, fromRequest, type NeutralRequest } from '@sallyport/http';
import type { Context } from 'hono';

/** Where a client's address comes from: Hono leaves that to what it runs on. */
export type AddressOf = (c: Context) => string | undefined;

/** A Hono request as the guards see it, which read no body. */
export function toNeutral(c: Context, prefix: string, ip: AddressOf | undefined): NeutralRequest {
  return fromRequest(c.req.raw, { basePath: prefix, ip: () => ip?.(c) });
}

/** A Hono request as the routes see it: what read the body before left it in Hono's cache. */
export async function withBody(c: Context, request: NeutralRequest): Promise<NeutralRequest> {
  const body = await cachedBody(c);
  return body === undefined ? request : { ...request, body };
}

async function cachedBody({ req }: Context): Promise<BodySource | undefined> {
  const kept = Object.keys(req.bodyCache);
  if (kept.length === 0) return undefined;
  // Nothing else can be made of a form that was read as such. All of a field's values, so that one that is there twice is noticed.
  if (kept.every((what) => what === 'formData')) return { kind: 'parsed', value: await req.parseBody({ all: true }) };
  return { kind: 'stream', chunks: bytesOf(req) };
}

/** Asked late: a body that the host failed to read is a malformed one here as well. */
async function* bytesOf(req: Context['req']): AsyncGenerator<Uint8Array, void> {
  yield new Uint8Array(await req.arrayBuffer());
}
