import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { BodySource, NeutralRequest } from './request.ts';

/** The headers of a Node request, each as one text. */
export function headersOfNode(headers: IncomingHttpHeaders): NeutralRequest['headers'] {
  const texts: Record<string, string | undefined> = {};
  for (const name in headers) {
    const value = headers[name];
    texts[name] = typeof value === 'object' ? value.join(', ') : value;
  }
  return texts;
}

/**
 * The body of a Node request: what the host's parser left of it, or else the stream, which is not touched before a
 * route reads it.
 *
 * @param parsed what the host's own body parser made of it; `undefined` if there was none
 */
export function bodyOfNode(incoming: IncomingMessage, parsed: unknown): BodySource {
  if (parsed instanceof Uint8Array) return { kind: 'bytes', bytes: parsed };
  if (parsed !== undefined && !isUnreadForm(incoming)) return { kind: 'parsed', value: parsed };
  return { kind: 'stream', chunks: chunksOf(incoming) };
}

/** Express 4's JSON parser leaves an empty object where it read nothing: a form is still to be read then. */
function isUnreadForm({ headers, readableDidRead }: IncomingMessage): boolean {
  return !readableDidRead && headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
}

async function* chunksOf(incoming: IncomingMessage): AsyncGenerator<Uint8Array, void> {
  const chunks: AsyncIterable<unknown> = incoming.iterator({ destroyOnReturn: false });
  try {
    for await (const chunk of chunks) {
      if (chunk instanceof Uint8Array) yield chunk;
      else if (typeof chunk === 'string') yield new TextEncoder().encode(chunk);
    }
  } finally {
    // A reader that stops early has an answer, and the client reads that once it has sent everything: the rest is thrown away. Node's
    // `requestTimeout` bounds how long that can take.
    incoming.resume();
  }
}

/**
 * The prefix that something in front took off an address: what `originalUrl` has before `path`. Empty if it is not its end.
 *
 * @param originalUrl as the client sent it, with or without a query
 * @param path what is left of it, without the query
 */
export function mountOf(originalUrl: string, path: string): string {
  const [whole = ''] = originalUrl.split('?');
  return whole.startsWith('/') && whole.endsWith(path)
    ? whole.slice(0, whole.length - path.length).replace(/\/+$/, '')
    : '';
}
