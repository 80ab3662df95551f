import { createSallyportClient, type SallyportClient } from './client.ts';

/** A request of the client. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** Delays the answer until this promise settles. */
  readonly after?: Promise<unknown>;
}

/** A client that records every request. The replies answer the requests in order; later requests get `{}`. */
export function clientAgainst(...replies: Reply[]): { client: SallyportClient; seen: Seen[] } {
  const seen: Seen[] = [];
  const fetch = async (url: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    seen.push({
      method: init.method ?? 'GET',
      url: String(url),
      headers: { ...(init.headers as Record<string, string>) },
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
    });
    const { status = 200, headers = {}, body = {}, after } = replies.shift() ?? {};
    await after;
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    const hasBody = status !== 204;
    return new Response(hasBody ? JSON.stringify(body) : null, {
      status,
      headers: { 'content-type': type, ...headers },
    });
  };
  return { client: createSallyportClient({ fetch }), seen };
}
