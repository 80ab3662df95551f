import type { Sallyport } from '@sallyport/engine';
import { BodyAlreadyRead } from '../message/body.ts';
import type { NeutralReply } from '../message/reply.ts';
import type { NeutralRequest } from '../message/request.ts';
import type { HttpOptions } from '../problem/http-options.ts';
import type { Parts } from '../route/parts.ts';
import { checkPath } from './check-options.ts';
import { serve } from './serve.ts';

/** The options of {@link fetchSallyport} and {@link fetchHandler}. */
export interface FetchHandlerOptions extends HttpOptions {
  /** The path where the contract is mounted, `'/auth'`. */
  readonly basePath: string;
  /** Parts of the contract to leave out: `{ admin: false }`. */
  readonly parts?: Parts | undefined;
  /** The client's address, from a source that the host trusts. */
  readonly ip?: ((request: Request) => string | undefined) | undefined;
}

/**
 * The HTTP contract for hosts that speak fetch: `(request: Request) => Promise<Response>`. Answers 404 to a request outside of
 * `basePath`.
 */
export function fetchHandler(auth: Sallyport, options: FetchHandlerOptions): (request: Request) => Promise<Response> {
  checkPath('basePath', options.basePath);
  const answer = serve(auth, options, options.parts);
  return async (request) => toResponse(await answer(fromRequest(request, options)), request.method);
}

/** Converts a fetch `Request` for the routes and for `requireSession`. */
export function fromRequest(
  request: Request,
  { basePath, ip }: Pick<FetchHandlerOptions, 'basePath' | 'ip'> = { basePath: '' },
): NeutralRequest {
  const url = new URL(request.url);
  const mount = basePath.replace(/\/+$/, '');
  const address = ip?.(request);
  return {
    method: request.method,
    mount,
    // An address outside of the prefix matches no route.
    path: url.pathname.startsWith(`${mount}/`) ? url.pathname.slice(mount.length) : '',
    search: url.search,
    headers: Object.fromEntries(request.headers),
    body: request.body === null ? undefined : { kind: 'stream', chunks: chunksOf(request, request.body) },
    ip: address,
  };
}

/** A reply as a fetch `Response`. */
export function toResponse({ status, headers, cookies, body, stream }: NeutralReply, method: string): Response {
  const fields = new Headers(headers);
  for (const cookie of cookies) fields.append('set-cookie', cookie);
  if (stream !== undefined) return new Response(streamOf(stream), { status, headers: fields });
  return new Response(method === 'HEAD' || body === '' ? null : body, { status, headers: fields });
}

/** Makes a web stream. The source is read as fast as the client reads, and closed if the client goes away. */
export function streamOf(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}

async function* chunksOf(request: Request, stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  if (request.bodyUsed || stream.locked) throw new BodyAlreadyRead();
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
