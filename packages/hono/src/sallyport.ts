import type { LiveSession, Sallyport } from '@sallyport/engine';
import {
  type Begun,
  type BodySource,
  checkPath,
  type FlowAsked,
  fromRequest,
  type GuardArguments,
  type HttpOptions,
  hostGuard,
  InvalidPath,
  type NeutralReply,
  type NeutralRequest,
  type Parts,
  serve,
  streamOf,
} from '@sallyport/http';
import type { Context, MiddlewareHandler } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';

/** The variables that `require` adds to `c.var`. */
export interface SallyportVariables {
  /** The session of this request. */
  sallyport: LiveSession;
}

/** The options of {@link sallyport}. */
export interface HonoOptions extends HttpOptions {
  /**
   * Returns the client's address from the runtime, `(c) => getConnInfo(c).remote.address`, or from a header that the proxy sets. Without
   * `ip`, events and sessions contain no address.
   */
  readonly ip?: AddressOf | undefined;
}

/** Where the contract is mounted, and the parts to leave out. */
export interface RoutesOptions extends Parts {
  /** The prefix of the contract in the browser's address bar, `'/auth'`. Other requests are passed on to the host. */
  readonly prefix: string;
}

/** An open flow whose cookie is set on the context, or the response that the host returns instead. */
export type HonoBegun =
  | Extract<Begun, { begun: true }>
  | {
      readonly begun: false;
      readonly response: Response;
    };

/**
 * Sallyport as Hono middleware.
 *
 * @template Strength the names of strengths that `require` accepts
 */
export interface HonoSallyport<Strength extends string = string> {
  /**
   * The HTTP contract: `app.use(guard.routes({ prefix: '/auth' }))`. Parts can be left out:
   * `routes({ prefix: '/auth', admin: false })`.
   *
   * @throws {InvalidPart} when the app is set up, if a part is unknown or its value is not a boolean
   * @throws {InvalidPath} when the app is set up, if `prefix` is missing or is not a path
   */
  routes(options: RoutesOptions): MiddlewareHandler;
  /**
   * Lets a request through if its session has this strength, proved within this time, and sets `c.var.sallyport`. Any other request is
   * answered with the contract's problem document, and with the step-up challenge of RFC 9470 if a step-up is enough.
   *
   * @param asked a built-in strength or a strength of the policy. Default: any session is enough; with `within`, the strength that a
   * sign-in requires of the account. Options alone, such as `require({ in: (c) => c.req.param('org') })`, are options without a strength.
   * @throws {InvalidDemand} when the app is set up, if `within` is not a duration, an option is unknown, or there are options twice
   * @throws {InvalidPath} when the app is set up, if `signInPage` is not a path
   * @throws {UnknownStrength} when the app is set up, if the strength does not exist
   */
  require(...asked: GuardArguments<Strength, Context>): MiddlewareHandler<{ Variables: SallyportVariables }>;
  /** The session of a request, or `undefined`, for routes where a session is optional. Rejects if the store does not answer. */
  session(c: Context): Promise<LiveSession | undefined>;
  /**
   * Starts a sign-in or a step-up, and sets the flow's cookie. The host then sends the person to its sign-in page. The *complete* reply of
   * the flow contains the host's `continuation`. If the flow was refused, the host returns `response`.
   */
  begin(c: Context, asked: FlowAsked): Promise<HonoBegun>;
}

/**
 * Sallyport for a Hono app.
 *
 * @throws {InvalidCookieDomain} when the app is set up, if browsers would reject the cookies
 * @throws {InvalidPath} when the app is set up, if `publicPath` is not a path
 * @example
 * ```ts
 * import { sallyport } from '@sallyport/hono';
 * import { Hono } from 'hono';
 *
 * const guard = sallyport(auth);
 * const app = new Hono();
 * app.use(guard.routes({ prefix: '/auth' }));
 * app.get('/me', guard.require(), (c) => c.json({ account: c.var.sallyport.accountId }));
 * app.post('/payout', guard.require('phishing-resistant', { within: '5m' }), (c) => c.json({ paid: true }));
 * ```
 */
export function sallyport<Strength extends string = string>(
  auth: Sallyport<Strength>,
  options: HonoOptions = {},
): HonoSallyport<Strength> {
  const { ip } = options;
  const guard = hostGuard(auth, (c: Context) => toNeutral(c, '', ip), options);
  return {
    routes: ({ prefix, ...parts }: Partial<RoutesOptions> = {}) => {
      if (prefix === undefined) throw new InvalidPath('prefix', prefix);
      checkPath('prefix', prefix);
      const answer = serve(auth, options, parts);
      const mounted = prefix.replace(/\/+$/, '');
      return async (c, next) => {
        const { pathname } = new URL(c.req.raw.url);
        if (pathname !== mounted && !pathname.startsWith(`${mounted}/`)) return next();
        return write(c, await answer(await withBody(c, toNeutral(c, mounted, ip))));
      };
    },
    require: (...asked) => {
      const admit = guard.require(...asked);
      return async (c, next) => {
        const admission = await admit(c, (name) => c.res.headers.get(name));
        if (!admission.admitted) return write(c, admission.reply);
        c.set('sallyport', admission.session);
        return next();
      };
    },
    session: guard.session,
    begin: async (c, asked) => {
      const begun = await guard.begin(c, asked);
      if (!begun.begun) return { begun: false, response: write(c, begun.reply) };
      for (const cookie of begun.cookies) c.header('set-cookie', cookie, { append: true });
      return begun;
    },
  };
}

type AddressOf = (c: Context) => string | undefined;

function toNeutral(c: Context, prefix: string, ip: AddressOf | undefined): NeutralRequest {
  return fromRequest(c.req.raw, { basePath: prefix, ip: () => ip?.(c) });
}

async function withBody(c: Context, request: NeutralRequest): Promise<NeutralRequest> {
  const body = await cachedBody(c);
  return body === undefined ? request : { ...request, body };
}

async function cachedBody({ req }: Context): Promise<BodySource | undefined> {
  const kept = Object.keys(req.bodyCache);
  if (kept.length === 0) return undefined;
  // A form cannot be converted to bytes. `all` returns repeated fields too.
  if (kept.every((what) => what === 'formData')) return { kind: 'parsed', value: await req.parseBody({ all: true }) };
  return { kind: 'stream', chunks: bytesOf(req) };
}

async function* bytesOf(req: Context['req']): AsyncGenerator<Uint8Array, void> {
  yield new Uint8Array(await req.arrayBuffer());
}

/** Keeps the headers that the host has set. */
function write(c: Context, { status, headers, cookies, body, stream }: NeutralReply): Response {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
  for (const [name, value] of Object.entries(headers)) c.header(name, value, { append: name === 'vary' });
  c.status(status as StatusCode);
  if (stream !== undefined) return c.body(streamOf(breakingOff(c, stream)));
  return body === '' ? c.body(null) : c.body(body);
}

/** Without this, `@hono/node-server` would add a failed stream's message to the body, and end the response like a whole one. */
async function* breakingOff({ env }: Context, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    yield* chunks;
  } catch (error) {
    env?.outgoing?.destroy?.();
    throw error;
  }
}
