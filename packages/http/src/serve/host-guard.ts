import type { Guard, LiveSession, Sallyport } from '@sallyport/engine';
import { type HeaderSoFar, warnOfHiddenHeaders } from '../caller/cross-origin.ts';
import { checkGuardOptions, demandOf, type GuardArguments, reusing, strengthAndOptions } from '../caller/demand.ts';
import { type Admission, optionalSession, requireSession } from '../caller/require-session.ts';
import type { NeutralRequest } from '../message/request.ts';
import type { HttpOptions } from '../problem/http-options.ts';
import { type Begun, beginFlow, type FlowAsked } from './begin-flow.ts';
import { checkOptions } from './check-options.ts';
import { checkSignInPage, toSignInPage } from './to-sign-in-page.ts';

/**
 * The guard of a host's own routes, for requests in the framework's form.
 *
 * @template Strength the names of strengths that `require` accepts
 * @template HostRequest the framework's request
 */
export interface HostGuard<Strength extends string, HostRequest> {
  /**
   * The session of a request that satisfies this demand, or the reply to answer. With `headerSoFar`, the operator is warned if a page of a trusted
   * origin could not read the headers of the reply.
   *
   * @param asked a built-in strength or a strength of the policy; absent: any session, and with `within` the account's sign-in strength. Options alone,
   * such as `require({ in })`, are options without a strength
   * @throws {InvalidDemand} at once, if `within` is not a duration, an option is unknown, or there are options twice
   * @throws {InvalidPath} at once, if `signInPage` is not a path
   * @throws {UnknownStrength} at once, if the strength is unknown
   */
  require(
    ...asked: GuardArguments<Strength, HostRequest>
  ): (request: HostRequest, headerSoFar?: HeaderSoFar) => Promise<Admission>;
  /** The session of a request to a route that also serves guests. */
  session(request: HostRequest): Promise<LiveSession | undefined>;
  /** Begins a sign-in or a step-up that returns the host's `continuation` with *complete*. */
  begin(request: HostRequest, asked: FlowAsked): Promise<Begun>;
}

/**
 * Guards the host's routes for every framework's adapter. The adapter converts each request with `toNeutral`.
 *
 * @throws {InvalidCookieDomain} at once, if browsers would reject the cookies
 * @throws {InvalidPath} at once, if `publicPath` is not a path
 */
export function hostGuard<Strength extends string, HostRequest>(
  auth: Sallyport<Strength>,
  toNeutral: (request: HostRequest) => NeutralRequest,
  options: HttpOptions = {},
): HostGuard<Strength, HostRequest> {
  checkOptions(auth, options);
  return {
    require: (...asked) => {
      const [strength, demand] = strengthAndOptions(asked);
      checkGuardOptions(demand);
      const needed = demandOf(strength, demand, auth.strengths);
      const reading = reusing(needed);
      const page = demand?.signInPage;
      const organisationOf = demand?.in;
      const guardFor =
        organisationOf === undefined
          ? (_: HostRequest, isRead: boolean): Guard => (isRead ? reading : needed)
          : (request: HostRequest): Guard => entering(needed, organisationOf(request));
      checkSignInPage(page);
      return (request, headerSoFar) => {
        const neutral = toNeutral(request);
        if (headerSoFar !== undefined) warnOfHiddenHeaders(auth, neutral, headerSoFar);
        const admission = requireSession(auth, neutral, guardFor(request, onlyReads(neutral)), options);
        if (page === undefined) return admission;
        const path = typeof page === 'function' ? page(request) : page;
        return toSignInPage(auth, neutral, admission, path, options);
      };
    },
    session: async (request) => optionalSession(auth, toNeutral(request), options),
    begin: async (request, asked) => beginFlow(auth, toNeutral(request), asked, options),
  };
}

/** The engine refuses what is no text, as it refuses the id of no organisation. */
function entering(needed: Guard, organisation: unknown): Guard {
  return { ...needed, in: organisation } as Guard;
}

function onlyReads({ method, headers }: NeutralRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && headers['upgrade'] === undefined;
}
