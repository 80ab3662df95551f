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
import type { Context, MiddlewareHandler } from 'hono';
import { type AddressOf, toNeutral, withBody } from './request.ts';
import { write } from './response.ts';

/** What `require` adds to `c.var`. */
export interface SallyportVariables {
  /** The session of this request. */
  sallyport: LiveSession;
}

export interface HonoOptions extends HttpOptions {
  /**
   * The client's address, from what the app runs on: `(c) => getConnInfo(c).remote.address`, or from a header that its proxy sets.
   * Without it no event and no session names one.
   */
  readonly ip?: AddressOf | undefined;
}

export interface RoutesOptions extends Parts {
  /** The prefix to serve under, `'/auth'`, as a browser sees it; requests elsewhere go on to the host. */
  readonly prefix: string;
}

/** A flow that is open, its cookie set on the context; or what to answer instead. */
export type HonoBegun =
  | Extract<Begun, { begun: true }>
  | {
      readonly begun: false;
      readonly response: Response;
    };

/** Sallyport as Hono middleware. */
export interface HonoSallyport<Strength extends string = string> {
  /**
   * The HTTP contract: `app.use(guard.routes({ prefix: '/auth' }))`. Parts of it can be left out:
   * `routes({ prefix: '/auth', admin: false })`.
   *
   * @throws {InvalidPart} at once, if a part is misspelt
   */
  routes(options: RoutesOptions): MiddlewareHandler;
  /**
   * Lets a request through that has a session, of this strength, proved within this time. Any other is answered with the problem of the
   * contract, with the step-up challenge of RFC 9470 if a step-up would be enough. The session is then `c.var.sallyport`.
   *
   * @param strength a built-in strength or one of the policy's own; absent: any session, and with `within` what a sign-in asks of its account
   * @throws {InvalidDemand} at once, if `within` is no duration
   * @throws {UnknownStrength} at once, if there is no such strength
   */
  require(strength?: Strength, options?: DemandOptions): MiddlewareHandler<{ Variables: SallyportVariables }>;
  /** The session of a request to a route that does without one as well. Rejects if that cannot be known: a store that is silent is not nobody. */
  session(c: Context): Promise<LiveSession | undefined>;
  /**
   * Begins a sign-in, or a step-up, whose *complete* hands the host's `continuation` back, and sets the flow's cookie. The host then
   * sends the person to its sign-in page.
   */
  begin(c: Context, asked: FlowAsked): Promise<HonoBegun>;
}

/**
 * Sallyport for a Hono app.
 *
 * @throws {InvalidCookieDomain} at once, if no browser would take the cookies
 * @throws {InvalidPath} at once, if `publicPath` is no path
 * @example
 * app.use(sallyport(auth).routes({ prefix: '/auth' }))
 * app.post('/payout', sallyport(auth).require('phishing-resistant', { within: '5m' }), payout)
 */
export function sallyport<Strength extends string = string>(
  auth: Sallyport<Strength>,
  options: HonoOptions = {},
): HonoSallyport<Strength> {
  const { ip } = options;
  const guard = hostGuard(auth, (c: Context) => toNeutral(c, '', ip), options);
  return {
    routes: ({ prefix, ...parts }) => {
      checkPath('prefix', prefix);
      const answer = serve(auth, options, parts);
      const mounted = prefix.replace(/\/+$/, '');
      return async (c, next) => {
        const { pathname } = new URL(c.req.raw.url);
        if (pathname !== mounted && !pathname.startsWith(`${mounted}/`)) return next();
        return write(c, await answer(await withBody(c, toNeutral(c, mounted, ip))));
      };
    },
    require: (strength, demand) => {
      const admit = guard.require(strength, demand);
      return async (c, next) => {
        const admission = await admit(c);
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
