import type { LiveSession, Sallyport } from '@sallyport/engine';
import { type DemandOptions, demandOf } from '../caller/demand.ts';
import { type Admission, optionalSession, requireSession } from '../caller/require-session.ts';
import type { NeutralRequest } from '../message/request.ts';
import type { HttpOptions } from '../problem/fault.ts';
import { type Begun, beginFlow, type FlowAsked } from './begin-flow.ts';
import { checkOptions } from './check-options.ts';

/** The guard of a host's own routes, for requests as its framework has them. */
export interface HostGuard<Strength extends string, HostRequest> {
  /**
   * The session of a request that satisfies this demand, or what to answer instead.
   *
   * @param strength a built-in strength or one of the policy's own; absent: any session, and with `within` what a sign-in asks of its account
   * @throws {InvalidDemand} at once, if `within` is no duration
   * @throws {UnknownStrength} at once, if there is no such strength
   */
  require(strength?: Strength, options?: DemandOptions): (request: HostRequest) => Promise<Admission>;
  /** The session of a request to a route that does without one as well. */
  session(request: HostRequest): Promise<LiveSession | undefined>;
  /** Begins a sign-in, or a step-up, whose *complete* hands the host's `continuation` back. */
  begin(request: HostRequest, asked: FlowAsked): Promise<Begun>;
}

/**
 * What every framework's adapter does with a request to a route of the host, once it is neutral.
 *
 * @throws {InvalidCookieDomain} at once, if no browser would take the cookies
 * @throws {InvalidPath} at once, if `publicPath` is no path
 */
export function hostGuard<Strength extends string, HostRequest>(
  auth: Sallyport<Strength>,
  toNeutral: (request: HostRequest) => NeutralRequest,
  options: HttpOptions = {},
): HostGuard<Strength, HostRequest> {
  checkOptions(auth, options);
  return {
    require: (strength, demand) => {
      const needed = demandOf(strength, demand, auth.strengths);
      return (request) => requireSession(auth, toNeutral(request), needed, options);
    },
    session: async (request) => optionalSession(auth, toNeutral(request), options),
    begin: async (request, asked) => beginFlow(auth, toNeutral(request), asked, options),
  };
}
