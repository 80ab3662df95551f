import type { Guard, LiveSession, Sallyport } from '@sallyport/engine';
import { type HttpRefusal, isRefusal, type Refused } from '../message/refusal.ts';
import type { NeutralReply } from '../message/reply.ts';
import type { NeutralRequest } from '../message/request.ts';
import { instanceOf } from '../message/request-id.ts';
import { faultReply, type HttpOptions, hasCode } from '../problem/fault.ts';
import { logUnavailable } from '../problem/log-unavailable.ts';
import { problemReply } from '../problem/problem.ts';
import { cookiesFor } from './cookies.ts';
import { identify } from './identify.ts';

/** The session of a request, or what to answer instead. */
export type Admission =
  | { readonly admitted: true; readonly session: LiveSession }
  | { readonly admitted: false; readonly refused: Refused; readonly reply: NeutralReply };

/**
 * Guards a route of the host: the session that satisfies `guard`, or the problem to answer, with the step-up challenge
 * of RFC 9470 if the session is too weak or its proof too old. In cookie mode a request that can change something has
 * to come from a page of this origin, or of a trusted one. Never rejects.
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
    return notAdmitted(auth, session.refused, problemReply(session, auth.now(), instance()), instance);
  } catch (fault) {
    return notAdmitted(auth, 'internal', faultReply(fault, options, instance()), instance);
  }
}

function notAdmitted(auth: Sallyport, refused: Refused, reply: NeutralReply, instance: () => string): Admission {
  return { admitted: false, refused, reply: logUnavailable(auth, reply, instance) };
}

/**
 * The session of a request to a route that does without one as well; `undefined` if it has none. In cookie mode a request that can change
 * something has none that comes from a page of another origin, unless that is a trusted one.
 *
 * @throws what kept it from being known: a store that does not answer is not nobody
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
    // A stranger can send a request of no tenant, and has no session there.
    if (hasCode(fault, 'bad-tenant')) return undefined;
    throw fault;
  }
}

/** Throws, or rejects. */
function checked(
  auth: Sallyport,
  request: NeutralRequest,
  guard: Guard,
  { cookieDomain }: HttpOptions,
  instance: () => string,
): HttpRefusal | Promise<LiveSession | HttpRefusal> {
  const caller = identify(auth, cookiesFor(auth.origin, cookieDomain), request, 'never', instance);
  if (isRefusal(caller)) return caller;
  const { sessions, telemetry } = auth;
  if (telemetry === undefined) return sessions.guard(caller, guard);
  return telemetry.carried(request.headers, () => sessions.guard(caller, guard));
}
