import type { SallyportProblem } from './problem.ts';

/** The tokens of a client in token mode. The server takes a request with the session's token as the account's. */
export interface Tokens {
  /** Of the open flow. */
  readonly flow?: string | undefined;
  /** Of the session. The host's own routes take the token too: `Authorization: Bearer …`. */
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

/** The headers of token mode. */
export function headersOf({ flow, session, device }: Tokens): Record<string, string> {
  return {
    'sallyport-client': 'token',
    ...(flow === undefined ? {} : { 'sallyport-flow': flow }),
    ...(device === undefined ? {} : { 'sallyport-device': device }),
    ...(session === undefined ? {} : { authorization: `Bearer ${session}` }),
  };
}

/** Returns the tokens after a successful answer. */
export function tokensAfter(
  tokens: Tokens,
  call: { readonly method: string; readonly path: string },
  answer: unknown,
): Tokens {
  const line = `${call.method} ${call.path}`;
  if (line === 'DELETE /session') return { ...tokens, session: undefined };
  if (line === 'DELETE /sign-in') return { ...tokens, flow: undefined };
  if (line === 'DELETE /account') return { device: isList(tokens.device) ? tokens.device : undefined };
  const session = tokenIn(answer, 'session');
  return {
    // The session ends the flow.
    flow: session === undefined ? (tokenIn(answer, 'flow') ?? tokens.flow) : undefined,
    session: session ?? tokens.session,
    device: withDevice(tokens.device, tokenIn(answer, 'device')),
  };
}

/** The most device tokens that the server reads: the engine's `DEVICES_PER_BROWSER`. */
const MOST_DEVICES = 5;

/** The list of device tokens with a new token at the front. */
function withDevice(before: string | undefined, token: string | undefined): string | undefined {
  if (token === undefined || before === undefined) return token ?? before;
  return [token, ...before.split('.')].slice(0, MOST_DEVICES).join('.');
}

/** Whether the text has several tokens: after a deletion, the other tokens belong to other accounts. */
function isList(devices: string | undefined): boolean {
  return devices?.includes('.') === true;
}

/** Returns the tokens after a refusal: with the flow that stays open, and without a token that the server does not know any more. */
export function tokensAfterRefusal(tokens: Tokens, { code, members }: SallyportProblem): Tokens {
  if (code === 'no-session') return { ...tokens, session: undefined };
  return { ...tokens, flow: code === 'flow-expired' ? undefined : (tokenIn(members, 'flow') ?? tokens.flow) };
}

function tokenIn(answer: unknown, name: 'flow' | 'session' | 'device'): string | undefined {
  const { [name]: part }: { readonly [name: string]: unknown } = Object(answer);
  const { token }: { readonly token?: unknown } = Object(part);
  return typeof token === 'string' ? token : undefined;
}
