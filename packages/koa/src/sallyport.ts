import type { LiveSession, Sallyport } from '@sallyport/engine';
import {
  type Begun,
  checkPath,
  type DemandOptions,
  type FlowAsked,
  type HttpOptions,
  hostGuard,
  type Parts,
  serve,
} from '@sallyport/http';
import type { Context, Middleware } from 'koa';
import { toNeutral } from './request.ts';
import { write } from './response.ts';

/** What `require` adds to `ctx.state`. */
export interface SallyportState {
  /** The session of this request. */
  sallyport: LiveSession;
}

export interface RoutesOptions extends Parts {
  /**
   * The prefix to serve under, `'/auth'`; requests elsewhere go on to the host. Leave it out if `koa-mount` has
   * taken the prefix off already.
   */
  readonly prefix?: string | undefined;
}

/** Sallyport as Koa middleware. */
export interface KoaSallyport<Strength extends string = string> {
  /**
   * The HTTP contract: `app.use(sallyport(auth).routes({ prefix: '/auth' }))`, or with `koa-mount`. Parts of it can be left out:
   * `routes({ prefix: '/auth', admin: false })`.
   *
   * @throws {InvalidPart} at once, if a part is misspelt
   */
  routes(options?: RoutesOptions): Middleware;
  /**
   * Lets a request through that has a session, of this strength, proved within this time. Any other is answered with the problem of the
   * contract, with the step-up challenge of RFC 9470 if a step-up would be enough. The session is then
   * `ctx.state.sallyport`.
   *
   * @param strength a built-in strength or one of the policy's own; absent: any session, and with `within` what a sign-in asks of its account
   * @throws {InvalidDemand} at once, if `within` is no duration
   * @throws {UnknownStrength} at once, if there is no such strength
   */
  require(strength?: Strength, options?: DemandOptions): Middleware<SallyportState>;
  /** The session of a request to a route that does without one as well. Rejects if that cannot be known: a store that is silent is not nobody. */
  session(ctx: Context): Promise<LiveSession | undefined>;
  /**
   * Begins a sign-in, or a step-up, whose *complete* hands the host's `continuation` back, and sets the flow's cookie. The host then
   * sends the person to its sign-in page. If nothing was begun, the response is written already.
   */
  begin(ctx: Context, asked: FlowAsked): Promise<Begun>;
}

/**
 * Sallyport for a Koa app.
 *
 * @throws {InvalidCookieDomain} at once, if no browser would take the cookies
 * @throws {InvalidPath} at once, if `publicPath` is no path
 * @example
 * app.use(sallyport(auth).routes({ prefix: '/auth' }))
 * router.post('/payout', sallyport(auth).require('phishing-resistant', { within: '5m' }), payout)
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
    require: (strength, demand) => {
      const admit = guard.require(strength, demand);
      return async (ctx, next) => {
        const admission = await admit(ctx);
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
