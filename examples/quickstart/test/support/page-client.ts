import { type ClientOptions, createSallyportClient, type SallyportClient } from '@sallyport/browser';
import type { Client } from './client.ts';

/** The client of a page of the host, with the cookies of the browser. */
export function clientIn(browser: Client, options: Pick<ClientOptions, 'shownAccount'> = {}): SallyportClient {
  return createSallyportClient({
    ...options,
    fetch: async (url, init) => {
      const method = init?.method ?? 'GET';
      const headers = Object.fromEntries(new Headers(init?.headers));
      const body = method === 'GET' ? {} : { raw: String(init?.body ?? '{}') };
      const reply = await browser.host(method, String(url), { ...body, headers });
      return new Response(reply.text, { status: reply.status, headers: reply.headers });
    },
  });
}
