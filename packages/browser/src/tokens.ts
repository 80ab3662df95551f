import type { SallyportProblem } from './problem.ts';

/** The tokens of a client in token mode. The server takes a request with the session's token as the account's. */
export interface Tokens {
  /** Of the open flow. */
  readonly flow?: string | undefined;
  /**
   * Of the session. The host's own routes take the token too: `Authorization: Bearer …`. The token stays when the session is over (401 `no-session`), until
   * the next sign-in or a sign-out, which end by it a session that a thief's step-up moved on.
   */
  readonly session?: string | undefined;
  /**
   * The tokens of the known device: at most five, the newest first, with a dot between them. Each person who signs in here has a token of their own. The
   * tokens stay after a sign-out.
   */
  readonly device?: string | undefined;
}

/** Keeps the tokens between requests, and between starts of an app: in the key chain of a telephone, or in the memory of a page. */
export interface TokenKeeper {
  /** Returns the tokens of the last `write`; `{}` at first. */
  read(): Tokens | Promise<Tokens>;
  /** Keeps these tokens in place of the former tokens. */
  write(tokens: Tokens): void | Promise<void>;
}

/** Keeps the tokens in memory: the person signs in again after a reload. A page that stores tokens shares them with every script of its origin. */
export function memoryTokens(): TokenKeeper {
  let kept: Tokens = {};
  return {
    read: () => kept,
    write: (tokens) => {
      kept = tokens;
    },
  };
}

export function headersOf({ flow, session, device }: Tokens): Record<string, string> {
  return {
    'sallyport-client': 'token',
    ...(flow === undefined ? {} : { 'sallyport-flow': flow }),
    ...(device === undefined ? {} : { 'sallyport-device': device }),
    ...(session === undefined ? {} : { authorization: `Bearer ${session}` }),
  };
}

interface SentCall {
  readonly method: string;
  readonly path: string;
}

/** An answer can arrive after the answers to later requests, so it ends only the tokens of its request. */
export function tokensAfter(tokens: Tokens, sent: Tokens, call: SentCall, answer: unknown): Tokens {
  const line = `${call.method} ${call.path}`;
  if (line === 'DELETE /session') return without(tokens, sent, ['session', 'flow']);
  if (line === 'DELETE /sign-in') return without(tokens, sent, ['flow']);
  if (line === 'DELETE /account')
    return without(tokens, sent, isList(sent.device) ? ['session', 'flow'] : ['session', 'flow', 'device']);
  const session = tokenIn(answer, 'session');
  return {
    flow: session === undefined ? (tokenIn(answer, 'flow') ?? tokens.flow) : without(tokens, sent, ['flow']).flow,
    session: session ?? tokens.session,
    device: withDevice(tokens.device, tokenIn(answer, 'device')),
  };
}

/** The engine's `DEVICES_PER_BROWSER`. */
const MOST_DEVICES = 5;

function withDevice(before: string | undefined, token: string | undefined): string | undefined {
  if (token === undefined || before === undefined) return token ?? before;
  return [token, ...before.split('.')].slice(0, MOST_DEVICES).join('.');
}

/** After a deletion, the other tokens belong to other accounts. */
function isList(devices: string | undefined): boolean {
  return devices?.includes('.') === true;
}

export function tokensAfterRefusal(
  tokens: Tokens,
  sent: Tokens,
  { method, path, flowName }: SentCall & { readonly flowName?: string | undefined },
  { code, members }: SallyportProblem,
): Tokens {
  if (code === 'no-session' && method === 'DELETE' && path === '/session')
    return without(tokens, sent, ['session', 'flow']);
  if (code === 'flow-expired') return isOfFlow(sent, flowName) ? without(tokens, sent, ['flow']) : tokens;
  return { ...tokens, flow: tokenIn(members, 'flow') ?? tokens.flow };
}

function isOfFlow({ flow }: Tokens, name: string | undefined): boolean {
  return name === undefined || name === '1' || flow?.endsWith(`.${name}`) === true;
}

function without(tokens: Tokens, sent: Tokens, over: readonly (keyof Tokens)[]): Tokens {
  const ended = over.filter((name) => tokens[name] === sent[name]);
  return { ...tokens, ...Object.fromEntries(ended.map((name) => [name, undefined])) };
}

function tokenIn(answer: unknown, name: 'flow' | 'session' | 'device'): string | undefined {
  const { [name]: part }: { readonly [name: string]: unknown } = Object(answer);
  const { token }: { readonly token?: unknown } = Object(part);
  return typeof token === 'string' ? token : undefined;
}
