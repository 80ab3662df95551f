import type { Answer } from './shapes.ts';

export interface Reply<Body = Answer> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  /** The raw body. */
  readonly text: string;
}

export type Mode = 'cookie' | 'token';

export interface Request {
  /** Sent as JSON. */
  readonly json?: unknown;
  /** A raw body in place of `json`. Set the content type in `headers`. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  /** Headers beside the mode's own headers. `null` removes a header. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

const MOUNT = '/auth';

/**
 * A browser (cookie mode) or an app (token mode), which sends only the cookies or tokens that the server gave. Checks every answer: no status
 * 500, and every refusal is a problem document.
 */
export class Client {
  readonly origin: string;
  readonly mode: Mode;
  readonly cookies: Map<string, string> = new Map();
  readonly tokens: { flow?: string; session?: string; device?: string } = {};

  /** The address for requests. The address differs from the origin if several processes serve the same origin. */
  readonly #address: string;

  constructor(origin: string, mode: Mode = 'cookie', address: string = origin) {
    this.origin = origin;
    this.mode = mode;
    this.#address = address;
  }

  /** Copies the client with its cookies and tokens. */
  copy(): Client {
    const copy = new Client(this.origin, this.mode, this.#address);
    for (const [name, value] of this.cookies) copy.cookies.set(name, value);
    Object.assign(copy.tokens, this.tokens);
    return copy;
  }

  get<Body = Answer>(path: string, request: Request = {}): Promise<Reply<Body>> {
    return this.send('GET', path, request);
  }

  post<Body = Answer>(path: string, json: unknown = {}, headers: Request['headers'] = {}): Promise<Reply<Body>> {
    return this.send('POST', path, { json, headers });
  }

  put<Body = Answer>(path: string, json: unknown, headers: Request['headers'] = {}): Promise<Reply<Body>> {
    return this.send('PUT', path, { json, headers });
  }

  patch<Body = Answer>(path: string, json: unknown): Promise<Reply<Body>> {
    return this.send('PATCH', path, { json });
  }

  delete<Body = Answer>(path: string, request: Request = {}): Promise<Reply<Body>> {
    return this.send('DELETE', path, request);
  }

  /** Sends a request to the contract, under the host's mount path. */
  async send<Body = Answer>(method: string, path: string, request: Request = {}): Promise<Reply<Body>> {
    const reply = await this.host<Body>(method, MOUNT + path, request);
    holdsToContract(`${method} ${path}`, reply);
    return reply;
  }

  /** Sends a request to a route of the host, such as `/app/reports`. */
  async host<Body = Answer>(method: string, path: string, request: Request = {}): Promise<Reply<Body>> {
    const response = await fetch(this.#address + path, {
      method,
      headers: this.#headers(method, request),
      redirect: 'manual',
      body: request.json === undefined ? request.raw : JSON.stringify(request.json),
    });
    const text = await response.text();
    const json = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
    const body: unknown = json && text !== '' ? JSON.parse(text) : {};
    this.#keepCookies(response.headers.getSetCookie());
    if (this.mode === 'token' && response.ok) this.#keepTokens(body as Answer);
    return { status: response.status, headers: response.headers, body: body as Body, text };
  }

  #headers(method: string, { json, headers = {} }: Request): Record<string, string> {
    const all: Record<string, string | null> = { accept: 'application/json, application/problem+json' };
    if (json !== undefined) all['content-type'] = 'application/json';
    if (this.mode === 'cookie') {
      if (method !== 'GET') all['origin'] = this.origin;
      if (this.cookies.size > 0)
        all['cookie'] = Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join('; ');
    } else {
      const { flow, session, device } = this.tokens;
      all['sallyport-client'] = 'token';
      if (flow !== undefined) all['sallyport-flow'] = flow;
      if (session !== undefined) all['authorization'] = `Bearer ${session}`;
      if (device !== undefined) all['sallyport-device'] = device;
    }
    Object.assign(all, headers);
    return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null));
  }

  #keepCookies(lines: readonly string[]): void {
    for (const line of lines) {
      const { name, value, attributes } = parseSetCookie(line);
      const expires = attributes.get('expires');
      const ended =
        value === '' ||
        Number(attributes.get('max-age') ?? 1) <= 0 ||
        (expires !== undefined && Date.parse(expires) < Date.UTC(2000, 0));
      if (ended) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  #keepTokens(body: Answer): void {
    if (body.flow !== undefined) this.tokens.flow = body.flow.token;
    if (body.session?.token !== undefined) this.tokens.session = body.session.token;
    if (body.device !== undefined) this.tokens.device = body.device.token;
    if (body.status === 'complete') delete this.tokens.flow;
  }
}

export interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** By lower-case name; a flag such as `HttpOnly` has the value `''`. */
  readonly attributes: ReadonlyMap<string, string>;
}

export function parseSetCookie(line: string): SetCookie {
  const [first = '', ...rest] = line.split(';').map((part) => part.trim());
  const split = (part: string): [string, string] => {
    const at = part.indexOf('=');
    return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
  };
  const [name, value] = split(first);
  return { name, value, attributes: new Map(rest.map(split).map(([key, text]) => [key.toLowerCase(), text])) };
}

/** Throws if an answer breaks a rule of the contract for all answers. */
function holdsToContract(what: string, reply: Reply<unknown>): void {
  const { status, text, headers } = reply;
  const broken = (why: string): never => {
    throw new Error(`${what} answered ${status}, ${why}: ${text.slice(0, 500)}`);
  };
  if (status >= 500 && status !== 503) broken('which no route may answer');
  if (status < 400) return;
  const { code, type, status: member, title } = reply.body as Answer;
  if (headers.get('content-type')?.startsWith('application/problem+json') !== true) broken('which is not problem+json');
  if (code === undefined || code === '') broken('without a code');
  if (type?.endsWith(code ?? ' ') !== true) broken('and its type does not end in the code');
  if (member !== status) broken('and its status member differs');
  if (typeof title !== 'string') broken('without a title');
  if (
    (status === 429 || code === 'busy' || code === 'store-unavailable') &&
    !/^\d+$/.test(headers.get('retry-after') ?? '')
  ) {
    broken('without Retry-After in seconds');
  }
}
