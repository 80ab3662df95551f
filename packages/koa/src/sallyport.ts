import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { LiveSession, Sallyport } from '@sallyport/engine';
import {
  type Begun,
  type BodySource,
  bodyOfNode,
  checkPath,
  type FlowAsked,
  type GuardArguments,
  type HttpOptions,
  headersOfNode,
  hostGuard,
  mountOf,
  type NeutralReply,
  type NeutralRequest,
  type Parts,
  serve,
} from '@sallyport/http';
import type { Context, Middleware, ParameterizedContext } from 'koa';

/** The members that `require` adds to `ctx.state`. */
export interface SallyportState {
  /** The session of this request. */
  sallyport: LiveSession;
}

/** Where the contract is mounted, and the parts to leave out. */
export interface RoutesOptions extends Parts {
  /**
   * The prefix of the contract, `'/auth'`. Other requests are passed on to the host. Leave the prefix out if `koa-mount` has already
   * removed the prefix from the path.
   */
  readonly prefix?: string | undefined;
}

/**
 * Sallyport as Koa middleware.
 *
 * @template Strength the names of strengths that `require` accepts
 */
export interface KoaSallyport<Strength extends string = string> {
  /**
   * The HTTP contract: `app.use(sallyport(auth).routes({ prefix: '/auth' }))`, or with `koa-mount`. Parts can be left out:
   * `routes({ prefix: '/auth', admin: false })`.
   *
   * @throws {InvalidPart} when the app is set up, if a part is unknown or its value is not a boolean
   */
  routes(options?: RoutesOptions): Middleware;
  /**
   * Lets a request through if its session has this strength, proved within this time, and sets `ctx.state.sallyport`. Any other request is
   * answered with the contract's problem document, and with the step-up challenge of RFC 9470 if a step-up is enough.
   *
   * @param asked a built-in strength or a strength of the policy. Default: any session is enough; with `within`, the strength that a
   * sign-in requires of the account. Options alone, such as `require({ in: (ctx) => ctx.params.org })`, are options without a strength.
   * @throws {InvalidDemand} when the app is set up, if `within` is not a duration, an option is unknown, or there are options twice
   * @throws {InvalidPath} when the app is set up, if `signInPage` is not a path
   * @throws {UnknownStrength} when the app is set up, if the strength does not exist
   */
  require(...asked: GuardArguments<Strength, Context>): Middleware<SallyportState>;
  /** The session of a request, or `undefined`, for routes where a session is optional. Rejects if the store does not answer. */
  session(ctx: Context): Promise<LiveSession | undefined>;
  /**
   * Starts a sign-in or a step-up, and sets the flow's cookie. The host then sends the person to its sign-in page. The *complete* reply of
   * the flow contains the host's `continuation`. If the flow was refused, the response is already written.
   */
  begin(ctx: Context, asked: FlowAsked): Promise<Begun>;
}

/**
 * Sallyport for a Koa app.
 *
 * @throws {InvalidCookieDomain} when the app is set up, if browsers would reject the cookies
 * @throws {InvalidPath} when the app is set up, if `publicPath` is not a path
 * @example
 * ```ts
 * import { sallyport } from '@sallyport/koa';
 * import Koa from 'koa';
 *
 * const guard = sallyport(auth);
 * const app = new Koa();
 * app.use(guard.routes({ prefix: '/auth' }));
 * app.use(guard.require('enhanced')).use((ctx) => {
 *   ctx.body = { account: ctx.state.sallyport.accountId };
 * });
 * ```
 */
export function sallyport<Strength extends string = string>(
  auth: Sallyport<Strength>,
  options: HttpOptions = {},
): KoaSallyport<Strength> {
  const guard = hostGuard(auth, (ctx: Context) => toNeutral(ctx), options);
  return {
    routes: ({ prefix = '', ...parts } = {}) => {
      checkPath('prefix', prefix);
      const answer = serve(auth, options, parts);
      const mounted = prefix.replace(/\/+$/, '');
      return async (ctx, next) => {
        if (ctx.path !== mounted && !ctx.path.startsWith(`${mounted}/`)) return next();
        return write(ctx, await answer(toNeutral(ctx, mounted)));
      };
    },
    require: (...asked) => {
      const admit = guard.require(...asked);
      return async (ctx, next) => {
        const admission = await admit(ctx, (name) => ctx.response.get(name));
        if (!admission.admitted) return write(ctx, admission.reply);
        ctx.state.sallyport = admission.session;
        return next();
      };
    },
    session: guard.session,
    begin: async (ctx, asked) => {
      const begun = await guard.begin(ctx, asked);
      if (!begun.begun) write(ctx, begun.reply);
      else for (const cookie of begun.cookies) ctx.append('set-cookie', cookie);
      return begun;
    },
  };
}

function originalPath({ request, originalUrl, path, url }: ParameterizedContext<unknown>): string {
  if (originalUrl === url) return path;
  const original: typeof request = Object.create(request, { req: { value: { url: originalUrl } } });
  return original.path;
}

function toNeutral(ctx: ParameterizedContext<unknown>, prefix = ''): NeutralRequest {
  return new KoaRequest(ctx, prefix);
}

class KoaRequest implements NeutralRequest {
  readonly method: string;
  readonly mount: string | undefined;
  readonly path: string;
  readonly search: string;
  readonly headers: NeutralRequest['headers'];
  readonly #ctx: ParameterizedContext<unknown>;

  constructor(ctx: ParameterizedContext<unknown>, prefix: string) {
    const { path } = ctx;
    this.method = ctx.method;
    const original = originalPath(ctx);
    // `koa-mount` says `/` for the mount alone.
    const isMount = path === '/' && prefix === '' && !original.endsWith('/');
    const removed = isMount ? original : mountOf(original, path);
    this.mount = removed === undefined ? undefined : removed + prefix;
    this.path = isMount ? '' : path.slice(prefix.length);
    this.search = ctx.search;
    this.headers = headersOfNode(ctx.headers);
    this.#ctx = ctx;
  }

  get body(): BodySource {
    const { req, request } = this.#ctx;
    return bodyOfNode(req, 'body' in request ? request.body : undefined);
  }

  get ip(): string {
    return this.#ctx.ip;
  }
}

/** Keeps the headers that the host has set. */
function write(ctx: ParameterizedContext<unknown>, { status, headers, cookies, body, stream }: NeutralReply): void {
  const { vary, ...others } = headers;
  ctx.status = status;
  ctx.set(others);
  if (vary !== undefined) ctx.vary(vary);
  for (const cookie of cookies) ctx.append('set-cookie', cookie);
  ctx.body = stream === undefined ? body : Readable.from(unbroken(stream, ctx.res));
}

/** If the stream fails, Koa 3 would write the error into the body, and Koa 2 would leave the client waiting. */
async function* unbroken(
  stream: AsyncIterable<Uint8Array>,
  response: ServerResponse,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* stream;
  } catch {
    response.destroy();
  }
}
