import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Keeps cookies, follows no redirect by itself, and opens the pages of the app as a navigation. */
export class Browser {
  readonly #url: string;
  readonly #from: string | undefined;
  readonly #cookies = new Map<string, string>();

  /** @param from the address that a proxy in front of the app writes */
  constructor(url: string, from?: string) {
    this.#url = url;
    this.#from = from;
  }

  /** Not by `fetch`, which writes `Sec-Fetch-Mode` itself. */
  async asks(method: string, path: string, body?: object) {
    const sent = request(`${this.#url}${path}`, {
      method,
      headers: {
        ...(this.#from !== undefined && { 'x-forwarded-for': this.#from }),
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
        'sec-fetch-mode': path.startsWith('/auth') ? 'cors' : 'navigate',
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    sent.end(body === undefined ? '' : JSON.stringify(body));
    const [reply] = (await once(sent, 'response')) as [IncomingMessage];
    for (const set of reply.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    const read = await text(reply);
    const isJson = reply.headers['content-type']?.includes('json') === true;
    const answer: Readonly<Record<string, unknown>> = isJson ? JSON.parse(read) : {};
    return { status: reply.statusCode, location: reply.headers.location, body: answer };
  }
}
