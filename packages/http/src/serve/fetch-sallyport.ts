import type { LiveSession, Sallyport } from '@sallyport/engine';
import type { GuardArguments } from '../caller/demand.ts';
import type { Begun, FlowAsked } from './begin-flow.ts';
import { type FetchHandlerOptions, fetchHandler, fromRequest, toResponse } from './fetch-handler.ts';
import { hostGuard } from './host-guard.ts';

/** The open flow with the `Set-Cookie` lines for the host's answer, or the response to answer. */
export type FetchBegun =
  | Extract<Begun, { begun: true }>
  | {
      readonly begun: false;
      readonly response: Response;
    };

/**
 * Sallyport for a host whose routes are functions from `Request` to `Response`.
 *
 * @template Strength the names of strengths that `require` accepts
 */
export interface FetchSallyport<Strength extends string = string> {
  /** The HTTP contract. Answers 404 to a request outside of `basePath`. */
  handle(request: Request): Promise<Response>;
  /**
   * Guards a route: calls the route with a session of this strength, proved within this time. Answers any other request with the
   * contract's problem, and with the step-up challenge of RFC 9470 if a step-up is enough.
   *
   * @param asked a built-in strength or a strength of the policy; absent: any session, and with `within` the account's sign-in strength
   * @throws {InvalidDemand} at once, if `within` is not a duration, an option is unknown, or there are options twice
   * @throws {InvalidPath} at once, if `signInPage` is not a path
   * @throws {UnknownStrength} at once, if the strength is unknown
   * @example
   * ```ts
   * import { fetchSallyport } from '@sallyport/http';
   *
   * const guard = fetchSallyport(auth, { basePath: '/auth' });
   * const payout = guard.require('phishing-resistant', { within: '5m' })(async (session) =>
   *   Response.json({ paid: true, by: session.accountId }),
   * );
   * ```
   */
  require(
    ...asked: GuardArguments<Strength, Request>
  ): <Asked extends Request, Rest extends readonly unknown[]>(
    route: (session: LiveSession, request: Asked, ...rest: Rest) => Response | Promise<Response>,
  ) => (request: Asked, ...rest: Rest) => Promise<Response>;
  /** The session of a request to a route that also serves guests. Rejects if the store does not answer. */
  session(request: Request): Promise<LiveSession | undefined>;
  /**
   * Begins a sign-in or a step-up that returns the host's `continuation` with *complete*. The host answers with the cookies and sends
   * the person to the sign-in page.
   */
  begin(request: Request, asked: FlowAsked): Promise<FetchBegun>;
}

/**
 * Sallyport for a host that speaks fetch: the contract and the guard of its own routes.
 *
 * @example
 * ```ts
 * import { fetchSallyport } from '@sallyport/http';
 *
 * const guard = fetchSallyport(auth, { basePath: '/auth' });
 * const answer = await guard.handle(new Request('https://app.example/auth/sign-in'));
 * ```
 */
export function fetchSallyport<Strength extends string = string>(
  auth: Sallyport<Strength>,
  options: FetchHandlerOptions,
): FetchSallyport<Strength> {
  const own = { basePath: '', ip: options.ip };
  const guard = hostGuard(auth, (request: Request) => fromRequest(request, own), options);
  return {
    handle: fetchHandler(auth, options),
    require: (...asked) => {
      const admit = guard.require(...asked);
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
