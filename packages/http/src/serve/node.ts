import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { BodySource, NeutralRequest } from '../message/request.ts';

export function headersOfNode(headers: IncomingHttpHeaders): NeutralRequest['headers'] {
  if (areTexts(headers)) return headers;
  const texts: Record<string, string | undefined> = {};
  for (const name in headers) {
    const value = headers[name];
    texts[name] = typeof value === 'object' ? value.join(', ') : value;
  }
  return texts;
}

/** Node gives a list only for `set-cookie`; a host may add other lists. */
function areTexts(headers: IncomingHttpHeaders): headers is NeutralRequest['headers'] {
  for (const name in headers) if (typeof headers[name] === 'object') return false;
  return true;
}

/**
 * The body of a Node request: the result of the host's parser, or else the stream. The stream stays untouched until a route reads it.
 *
 * @param parsed the result of the host's body parser; `undefined` without a parser
 */
export function bodyOfNode(incoming: IncomingMessage, parsed: unknown): BodySource {
  if (parsed instanceof Uint8Array) return { kind: 'bytes', bytes: parsed };
  if (parsed !== undefined && !isUnread(incoming, parsed)) return { kind: 'parsed', value: parsed };
  return { kind: 'stream', chunks: chunksOf(incoming) };
}

/** Express 4's parsers set an empty object for every body whose type is not theirs. */
function isUnread({ readableDidRead }: IncomingMessage, parsed: unknown): boolean {
  const isEmpty = typeof parsed === 'object' && parsed !== null && Object.keys(parsed).length === 0;
  // A platform that hands the body over without a stream has no such member.
  return isEmpty && readableDidRead === false;
}

/** Node's own iterator is slower: it adds listeners for every possible end of a stream before reading. */
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
    // Node's `requestTimeout` bounds the time.
    incoming.resume();
  }
}

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
 * The prefix that a router removed from an address: the beginning of `original` before `path`. `undefined` if `original` does not end
 * with `path`.
 *
 * @param original the path from the client, as the router reads the path of a request target
 * @param path the remaining path
 */
export function mountOf(original: string, path: string): string | undefined {
  if (!original.startsWith('/') || !path.startsWith('/') || !original.endsWith(path)) return undefined;
  return original.slice(0, original.length - path.length).replace(/\/+$/, '');
}
