import type { LiveSession, Sallyport } from '@sallyport/engine';
import type { DemandOptions } from '../caller/demand.ts';
import type { Begun, FlowAsked } from './begin-flow.ts';
import { type FetchHandlerOptions, fetchHandler, fromRequest, toResponse } from './fetch-handler.ts';
import { hostGuard } from './host-guard.ts';

/** A flow that is open, with the `Set-Cookie` lines to answer with, or what to answer instead. */
export type FetchBegun =
  | Extract<Begun, { begun: true }>
  | {
      readonly begun: false;
      readonly response: Response;
    };

/** Sallyport for a host whose routes are functions from `Request` to `Response`. */
export interface FetchSallyport<Strength extends string = string> {
  /** The HTTP contract. A request outside of `basePath` is answered 404. */
  handle(request: Request): Promise<Response>;
  /**
   * Guards a route: it is called with a session of this strength, proved within this time. Any other request is answered with the
   * problem of the contract, with the step-up challenge of RFC 9470 if a step-up would be enough.
   *
   * @param strength a built-in strength or one of the policy's own; absent: any session, and with `within` what a sign-in asks of its account
   * @throws {InvalidDemand} at once, if `within` is no duration
   * @throws {UnknownStrength} at once, if there is no such strength
   * @example
   * const payout = guard.require('phishing-resistant', { within: '5m' })(async (session, request) => Response.json(…))
   */
  require(
    strength?: Strength,
    options?: DemandOptions,
  ): <Asked extends Request, Rest extends readonly unknown[]>(
    route: (session: LiveSession, request: Asked, ...rest: Rest) => Response | Promise<Response>,
  ) => (request: Asked, ...rest: Rest) => Promise<Response>;
  /** The session of a request to a route that does without one as well. Rejects if that cannot be known: a store that is silent is not nobody. */
  session(request: Request): Promise<LiveSession | undefined>;
  /**
   * Begins a sign-in, or a step-up, whose *complete* hands the host's `continuation` back. The host answers with the cookies and sends
   * the person to its sign-in page.
   */
  begin(request: Request, asked: FlowAsked): Promise<FetchBegun>;
}

/**
 * Sallyport for a host that speaks fetch: the contract and the guard of its own routes.
 *
 * @example
 * const guard = fetchSallyport(auth, { basePath: '/auth' })
 */
export function fetchSallyport<Strength extends string = string>(
  auth: Sallyport<Strength>,
  options: FetchHandlerOptions,
): FetchSallyport<Strength> {
  // The address of a route of the host is no matter of the contract's, and is taken whole.
  const own = { basePath: '', ip: options.ip };
  const guard = hostGuard(auth, (request: Request) => fromRequest(request, own), options);
  return {
    handle: fetchHandler(auth, options),
    require: (strength, demand) => {
      const admit = guard.require(strength, demand);
      return (route) =>
        async (request, ...rest) => {
          const admission = await admit(request);
          if (!admission.admitted) return toResponse(admission.reply, request.method);
          return route(admission.session, request, ...rest);
        };
    },
    session: guard.session,
    begin: async (request, asked) => {
      const begun = await guard.begin(request, asked);
      return begun.begun ? begun : { begun: false, response: toResponse(begun.reply, request.method) };
    },
  };
}
