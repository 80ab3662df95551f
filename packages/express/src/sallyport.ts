import type { LiveSession, Sallyport } from '@sallyport/engine';
import {
  type Begun,
  type DemandOptions,
  type FlowAsked,
  type HttpOptions,
  hostGuard,
  type Parts,
  serve,
} from '@sallyport/http';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { toNeutral } from './request.ts';
import { write } from './response.ts';

declare global {
  namespace Express {
    interface Request {
      /** The session of this request, which `require` sets: in routes without it there is none. */
      sallyport: LiveSession;
    }
  }
}

/** Sallyport as Express middleware. */
export interface ExpressSallyport<Strength extends string = string> {
  /**
   * The HTTP contract; mount it under a prefix: `app.use('/auth', sallyport(auth).routes())`. Parts of it can be left out:
   * `routes({ admin: false })`.
   *
   * @throws {InvalidPart} at once, if a part is misspelt
   */
  routes(parts?: Parts): RequestHandler;
  /**
   * Lets a request through that has a session, of this strength, proved within this time. Any other is answered with the problem of the
   * contract, with the step-up challenge of RFC 9470 if a step-up would be enough. The session is then `req.sallyport`.
   *
   * @param strength a built-in strength or one of the policy's own; absent: any session, and with `within` what a sign-in asks of its account
   * @throws {InvalidDemand} at once, if `within` is no duration
   * @throws {UnknownStrength} at once, if there is no such strength
   */
  require(strength?: Strength, options?: DemandOptions): RequestHandler;
  /** The session of a request to a route that does without one as well. Rejects if that cannot be known: a store that is silent is not nobody. */
  session(req: Request): Promise<LiveSession | undefined>;
  /**
   * Begins a sign-in, or a step-up, whose *complete* hands the host's `continuation` back, and sets the flow's cookie. The host then
   * sends the person to its sign-in page. If nothing was begun, the response is written already.
   */
  begin(req: Request, res: Response, asked: FlowAsked): Promise<Begun>;
}

/**
 * Sallyport for an Express app.
 *
 * @throws {InvalidCookieDomain} at once, if no browser would take the cookies
 * @throws {InvalidPath} at once, if `publicPath` is no path
 * @example
 * app.use('/auth', sallyport(auth).routes())
 * app.post('/payout', sallyport(auth).require('phishing-resistant', { within: '5m' }), payout)
 */
export function sallyport<Strength extends string = string>(
  auth: Sallyport<Strength>,
  options: HttpOptions = {},
): ExpressSallyport<Strength> {
  const guard = hostGuard(auth, (req: Request) => toNeutral(req), options);
  return {
    routes: (parts) => {
      const answer = serve(auth, options, parts);
      return caught(async (req, res) => write(res, await answer(toNeutral(req))));
    },
    require: (strength, demand) => {
      const admit = guard.require(strength, demand);
      return caught(async (req, res, next) => {
        const admission = await admit(req);
        if (!admission.admitted) return write(res, admission.reply);
        req.sallyport = admission.session;
        next();
      });
    },
    session: guard.session,
    begin: async (req, res, asked) => {
      const begun = await guard.begin(req, asked);
      if (!begun.begun) write(res, begun.reply);
      else for (const cookie of begun.cookies) res.append('set-cookie', cookie);
      return begun;
    },
  };
}

/** Express 4 does not see that a promise was rejected. */
function caught(handle: (req: Request, res: Response, next: NextFunction) => Promise<void>): RequestHandler {
  return (req, res, next) => handle(req, res, next).catch(next);
}
