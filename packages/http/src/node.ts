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
 * @param parsed what the host's own body parser made of it; `undefined` where there was none
 */
export function bodyOfNode(incoming: IncomingMessage, parsed: unknown): BodySource {
  if (parsed instanceof Uint8Array) return { kind: 'bytes', bytes: parsed };
  if (parsed !== undefined) return { kind: 'parsed', value: parsed };
  return { kind: 'stream', chunks: chunksOf(incoming) };
}

/**
 * The chunks as they come, by the stream's own events: an iterator of Node's costs more than the parsing of what it brings.
 * Listening begins with the first `next`.
 */
function chunksOf(incoming: IncomingMessage): AsyncIterable<Uint8Array> {
  const come: Uint8Array[] = [];
  let state: 'not begun' | 'coming' | 'ended' | 'broken' = 'not begun';
  let wake = (): void => {};
  const turn = (next: typeof state): void => {
    if (state === 'coming') state = next;
    wake();
  };
  const begin = (): void => {
    state = incoming.readableEnded ? 'ended' : incoming.destroyed ? 'broken' : 'coming';
    if (state !== 'coming') return;
    incoming.on('data', (chunk: unknown) => {
      if (state !== 'coming') return;
      if (chunk instanceof Uint8Array) come.push(chunk);
      else if (typeof chunk === 'string') come.push(new TextEncoder().encode(chunk));
      wake();
    });
    incoming.once('end', () => turn('ended'));
    incoming.once('error', () => turn('broken'));
    incoming.once('close', () => turn('broken'));
  };
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    if (state === 'not begun') begin();
    for (;;) {
      const value = come.shift();
      if (value !== undefined) return { value, done: false };
      if (state === 'ended') return { value: undefined, done: true };
      if (state === 'broken') throw new Error('the request ended before it was complete');
      await new Promise<void>((woken) => {
        wake = woken;
      });
    }
  };
  return {
    [Symbol.asyncIterator]: () => ({
      next,
      // Whoever stops early has an answer for the client, who reads it when all is sent: the rest is thrown away. Node's
      // `requestTimeout` bounds how long that can take.
      async return() {
        state = 'ended';
        come.length = 0;
        incoming.resume();
        return { value: undefined, done: true };
      },
    }),
  };
}
