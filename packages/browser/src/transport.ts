import { problemOf, SallyportProblem } from './problem.ts';
import { headersOf, type TokenKeeper, type Tokens, tokensAfter, tokensAfterRefusal } from './tokens.ts';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base address, with a leading slash. Build with {@link path}. */
  readonly path: string;
  /** A list is sent as one parameter for each value. */
  readonly query?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: unknown;
  /** Sent as `If-Match: "<version>"` (RFC 9110 §13.1.1). */
  readonly ifMatch?: number | string;
  /** `false`: in the session alone. */
  readonly continues?: boolean | undefined;
  readonly keepalive?: boolean;
}

/** Throws a `SallyportProblem` unless the server answers with success. */
export type Transport = <Answer>(call: Call) => Promise<Answer>;

export function path(...segments: string[]): string {
  return `/${segments.map(encodeURIComponent).join('/')}`;
}

export function createTransport(
  baseUrl: string,
  fetch: typeof globalThis.fetch,
  { credentials = 'same-origin', keeper, shownAccount, flow = anyFlow() }: TransportOptions = {},
): Transport {
  const base = baseUrl.replace(/\/+$/, '');
  const keeps = keeper && inTurn(keeper);
  return async <Answer>(call: Call): Promise<Answer> => {
    // Before the first wait.
    const named: Readonly<Record<string, string>> = {
      ...continued(call, flow.name),
      ...(isForPerson(call) ? namedBy(shownAccount?.()) : {}),
    };
    const tokens = await keeper?.read();
    const request =
      tokens === undefined
        ? requestOf(call, credentials, named)
        : requestOf(call, 'omit', { ...named, ...headersOf(tokens) });
    const response = await send(fetch, base + call.path + queryOf(call.query), request);
    flow.name = response.headers.get(CONTINUES) ?? flow.name;
    const sent = tokens ?? {};
    if (!response.ok) {
      const problem = await problemOf(response);
      const flowName = named[CONTINUES];
      await keeps?.((kept) => tokensAfterRefusal(kept, sent, { ...call, flowName }, problem));
      throw problem;
    }
    const answer = await read(response);
    await keeps?.((kept) => tokensAfter(kept, sent, call, answer));
    return answer as Answer;
  };
}

/** Of two answers at once, the second write would undo the first write. */
function inTurn(keeper: TokenKeeper): (change: (kept: Tokens) => Tokens) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  return (change) => {
    const turn = last.then(async () => keeper.write(change(await keeper.read())));
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** By now the browser may hold a flow of another page. */
export interface FlowAtHand {
  name: string;
}

/** Whichever is open. */
export function anyFlow(): FlowAtHand {
  return { name: '1' };
}

function isForPerson({ path, continues }: Call): boolean {
  return continues !== true && /^\/(account|admin|enroll|organisations|step-up)\b/.test(path);
}

const CONTINUES = 'sallyport-continues';

function continued({ continues }: Call, flow: string): Readonly<Record<string, string>> {
  return continues === undefined ? {} : { [CONTINUES]: continues ? flow : '0' };
}

function namedBy(account: string | undefined): Readonly<Record<string, string>> {
  return account === undefined ? {} : { 'sallyport-account': account };
}

interface TransportOptions {
  readonly credentials?: RequestCredentials | undefined;
  readonly keeper?: TokenKeeper | undefined;
  readonly shownAccount?: (() => string | undefined) | undefined;
  readonly flow?: FlowAtHand;
}

function requestOf(call: Call, credentials: RequestCredentials, more: Readonly<Record<string, string>>): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json', ...more };
  if (call.ifMatch !== undefined) headers['if-match'] = `"${call.ifMatch}"`;
  const { method, keepalive = false } = call;
  const request: RequestInit = { method, headers, credentials, keepalive, cache: 'no-store' };
  if (call.body === undefined) return request;
  headers['content-type'] = 'application/json';
  return { ...request, body: JSON.stringify(call.body) };
}

async function send(fetch: typeof globalThis.fetch, url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (cause) {
    throw new SallyportProblem({ code: 'unreachable', status: 0, title: 'The server could not be reached', cause });
  }
}

async function read(response: Response): Promise<unknown> {
  const body = await response.text();
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new SallyportProblem({
      code: 'unexpected-answer',
      status: response.status,
      title: 'The answer is not JSON',
      cause,
    });
  }
}

function queryOf(query: Call['query']): string {
  const present = new URLSearchParams();
  for (const [name, value = []] of Object.entries(query ?? {})) {
    for (const each of typeof value === 'string' ? [value] : value) present.append(name, each);
  }
  return present.size === 0 ? '' : `?${present}`;
}
