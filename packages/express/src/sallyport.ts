import type { LiveSession, Sallyport } from '@sallyport/engine';
import { type DemandOptions, demandOf, type HttpOptions, requireSession, serve } from '@sallyport/http';
import type { RequestHandler } from 'express';
import { toNeutral } from './request.ts';
import { write } from './response.ts';

declare global {
  namespace Express {
    interface Request {
      /** The session of this request, once `require` let it through. */
      sallyport?: LiveSession;
    }
  }
}

/** Sallyport as Express middleware. */
export interface ExpressSallyport {
  /** The HTTP contract; mount it under a prefix: `app.use('/auth', sallyport(auth).routes())`. */
  routes(): RequestHandler;
  /**
   * Lets a request through that has a session, of this strength, proved within this time. Any other is answered with the problem of the
   * contract, with the step-up challenge of RFC 9470 if a step-up would be enough. The session is then `req.sallyport`.
   *
   * @param strength a built-in strength or one of the policy's own; absent: any session
   * @throws {InvalidDemand} at once, if `within` is no duration
   */
  require(strength?: string, options?: DemandOptions): RequestHandler;
}

/**
 * Sallyport for an Express app.
 *
 * @example
 * app.use('/auth', sallyport(auth).routes())
 * app.post('/payout', sallyport(auth).require('phishing-resistant', { within: '5m' }), payout)
 */
export function sallyport(auth: Sallyport, options: HttpOptions = {}): ExpressSallyport {
  return {
    routes: () => {
      const answer = serve(auth, options);
      return async (req, res) => write(res, await answer(toNeutral(req)));
    },
    require: (strength, demand) => {
      const guard = demandOf(strength, demand);
      return async (req, res, next) => {
        const admission = await requireSession(auth, toNeutral(req), guard, options);
        if (!admission.admitted) return write(res, admission.reply);
        req.sallyport = admission.session;
        next();
      };
    },
  };
}
