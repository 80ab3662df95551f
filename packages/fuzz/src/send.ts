import type { BodySource } from '@sallyport/http';
import type { Answered } from './judge.ts';
import type { Generated } from './request.ts';
import type { World } from './world.ts';

const ORIGIN = 'https://app.example';

/** The platform itself refuses to build the request. */
export const NOT_SENT = 'not sent';

export async function send(world: World, asked: Generated): Promise<Answered | typeof NOT_SENT> {
  const fill = (text: string): string => text.replaceAll(/‹([^›]+)›/g, (_, name) => world.known.get(name) ?? name);
  const headers = Object.fromEntries(Object.entries(asked.headers).map(([name, value]) => [name, fill(value)]));
  const body = typeof asked.body === 'string' ? new TextEncoder().encode(fill(asked.body)) : asked.body;
  const [path, search] = [fill(asked.path), fill(asked.search)];
  world.later(asked.later);
  if (asked.through !== 'fetch') {
    const source = body === undefined ? {} : { body: sourceOf(asked.through, body) };
    const reply = await world.serve({
      method: asked.verb,
      mount: '/auth',
      path,
      search,
      headers,
      ip: '192.0.2.1',
      ...source,
    });
    const answered = new Headers(reply.headers);
    for (const cookie of reply.cookies) answered.append('set-cookie', cookie);
    return { status: reply.status, headers: answered, text: asked.verb === 'HEAD' ? '' : reply.body };
  }
  const request = requestOf(`${ORIGIN}/auth${path}${search}`, asked.verb, headers, body);
  if (request === undefined) return NOT_SENT;
  const response = await world.fetch(request);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function requestOf(
  url: string,
  method: string,
  headers: Record<string, string>,
  body: Uint8Array | undefined,
): Request | undefined {
  const takesBody = method !== 'GET' && method !== 'HEAD';
  try {
    return new Request(url, {
      method,
      headers,
      body: takesBody && body !== undefined ? new Uint8Array(body) : undefined,
    });
  } catch {
    return undefined;
  }
}

function sourceOf(through: Exclude<Generated['through'], 'fetch'>, bytes: Uint8Array): BodySource {
  switch (through) {
    case 'bytes':
      return { kind: 'bytes', bytes };
    case 'parsed':
      return { kind: 'parsed', value: parsed(bytes) };
    case 'stream':
      return { kind: 'stream', chunks: pieces(bytes, false) };
    case 'broken stream':
      return { kind: 'stream', chunks: pieces(bytes, true) };
  }
}

function parsed(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function* pieces(bytes: Uint8Array, breaks: boolean): AsyncGenerator<Uint8Array, void> {
  const size = Math.max(1, Math.ceil(bytes.length / 3));
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
    if (breaks && at > 0) throw new Error('the client went away');
  }
}
