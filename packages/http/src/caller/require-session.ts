import type { Guard, LiveSession, Sallyport } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { type HttpRefusal, isRefusal, type Refused } from '../message/refusal.ts';
import type { NeutralReply } from '../message/reply.ts';
import type { NeutralRequest } from '../message/request.ts';
import { instanceOf } from '../message/request-id.ts';
import { faultProblem, hasCode, refusalBy } from '../problem/fault.ts';
import type { HttpOptions } from '../problem/http-options.ts';
import { logUnavailable } from '../problem/log-unavailable.ts';
import { problemReply } from '../problem/problem.ts';
import { atSite } from './at-site.ts';
import { cookiesFor } from './cookies.ts';
import { identify } from './identify.ts';

/** The session of an admitted request, or the refusal and its reply. */
export type Admission =
  | { readonly admitted: true; readonly session: LiveSession }
  | {
      readonly admitted: false;
      readonly refused: Refused;
      /** For `insufficient-strength`: what a step-up has to reach. */
      readonly demand?: HttpRefusal['demand'];
      /** For `insufficient-strength`: the organisation that a step-up has to lead into. */
      readonly in?: string;
      readonly reply: NeutralReply;
    };

/**
 * Guards a route of the host. Resolves to the session that satisfies `guard`, or to the problem to answer. If the session is too weak or
 * its proof too old, the problem carries the step-up challenge of RFC 9470. In cookie mode a request that can change state has to come
 * from a page of the app's origin or of a trusted one. Never rejects.
 */
export async function requireSession(
  auth: Sallyport,
  request: NeutralRequest,
  guard: Guard,
  options: HttpOptions = {},
): Promise<Admission> {
  const instance = instanceOf(request);
  try {
    const session = await checked(auth, request, guard, options, instance);
    if (!isRefusal(session)) return { admitted: true, session };
    return notAdmitted(auth, session, problemReply(session, forAdapters(auth).now(), instance()), instance);
  } catch (fault) {
    const refusal = refusalBy(auth, fault, options, instance());
    return notAdmitted(auth, refusal, faultProblem(refusal, instance()), instance);
  }
}

function notAdmitted(
  auth: Sallyport,
  { refused, demand, in: entered }: Pick<HttpRefusal, 'refused' | 'demand' | 'in'>,
  reply: NeutralReply,
  instance: () => string,
): Admission {
  return {
    admitted: false,
    refused,
    demand,
    ...(entered !== undefined && { in: entered }),
    reply: logUnavailable(auth, reply, instance),
  };
}

/**
 * The session of a request to a route that also serves guests. Resolves to `undefined` if the request has no session. In cookie mode a
 * request that can change state counts as a guest's if a page of an untrusted origin sent the request.
 *
 * @throws if the session cannot be checked, for example because the store does not answer
 */
export async function optionalSession(
  auth: Sallyport,
  request: NeutralRequest,
  options: HttpOptions = {},
): Promise<LiveSession | undefined> {
  try {
    const session = await checked(auth, request, { needs: 'session' }, options, instanceOf(request));
    return isRefusal(session) ? undefined : session;
  } catch (fault) {
    // Any client can send a request that belongs to no tenant.
    if (hasCode(fault, 'bad-tenant')) return undefined;
    throw fault;
  }
}

function checked(
  common: Sallyport,
  request: NeutralRequest,
  guard: Guard,
  { cookieDomain }: HttpOptions,
  instance: () => string,
): HttpRefusal | Promise<LiveSession | HttpRefusal> {
  const auth = atSite(common, request);
  const caller = identify(auth, cookiesFor(auth.origin, cookieDomain), request, 'never', instance);
  if (isRefusal(caller)) return caller;
  const { sessions } = auth;
  const { telemetry } = forAdapters(auth);
  if (telemetry === undefined) return sessions.guard(caller, guard);
  return telemetry.carried(request.headers, () => sessions.guard(caller, guard));
}
