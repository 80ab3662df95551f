import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { BodySource, NeutralRequest } from '../message/request.ts';

/** The headers of a Node request, each as one text. */
export function headersOfNode(headers: IncomingHttpHeaders): NeutralRequest['headers'] {
  if (areTexts(headers)) return headers;
  const texts: Record<string, string | undefined> = {};
  for (const name in headers) {
    const value = headers[name];
    texts[name] = typeof value === 'object' ? value.join(', ') : value;
  }
  return texts;
}

/** All are, but for `set-cookie`, which no request should have, and what the host puts there. */
function areTexts(headers: IncomingHttpHeaders): headers is NeutralRequest['headers'] {
  for (const name in headers) if (typeof headers[name] === 'object') return false;
  return true;
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

/**
 * The pieces of a body, as they come. Most bodies are there whole before a route reads them. Node's own iterator would do as well, and
 * listens for every end that a stream may have before it reads anything.
 */
async function* chunksOf(incoming: IncomingMessage): AsyncGenerator<Uint8Array, void> {
  try {
    for (;;) {
      const chunk: unknown = incoming.read();
      if (chunk instanceof Uint8Array) yield chunk;
      else if (typeof chunk === 'string') yield new TextEncoder().encode(chunk);
      else if (incoming.complete || incoming.readableEnded) return;
      else if (incoming.destroyed) throw incoming.errored ?? new Error('the request was aborted');
      else await more(incoming);
    }
  } finally {
    // A reader that stops early has an answer, and the client reads that once it has sent everything: the rest is thrown away. Node's
    // `requestTimeout` bounds how long that can take.
    incoming.resume();
  }
}

/** Waits until there is more to read, or will be no more. */
function more(incoming: IncomingMessage): Promise<void> {
  const events = ['readable', 'end', 'error', 'close'];
  return new Promise((resolve) => {
    const come = (): void => {
      for (const event of events) incoming.removeListener(event, come);
      resolve();
    };
    for (const event of events) incoming.on(event, come);
  });
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
