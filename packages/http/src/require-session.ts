import type { Caller, Guard, LiveSession, Refusal, Sallyport } from '@sallyport/engine';
import { cookiesFor } from './cookies.ts';
import { faultReply, type HttpOptions } from './fault.ts';
import { identify } from './identify.ts';
import { instanceOf } from './instance.ts';
import { problemReply } from './problem.ts';
import { isRefusal, type Refused } from './refusal.ts';
import type { NeutralReply } from './reply.ts';
import type { NeutralRequest } from './request.ts';
import { told } from './told.ts';

/** The session of a request, or what to answer instead. */
export type Admission =
  | { readonly admitted: true; readonly session: LiveSession }
  | { readonly admitted: false; readonly refused: Refused; readonly reply: NeutralReply };

/**
 * Guards a route of the host: the session that satisfies `guard`, or the problem to answer, with the step-up challenge
 * of RFC 9470 if the session is too weak or its proof too old. In cookie mode a request that can change something has
 * to come from a page of this origin. Never rejects.
 */
export async function requireSession(
  auth: Sallyport,
  request: NeutralRequest,
  guard: Guard,
  options: HttpOptions = {},
): Promise<Admission> {
  const instance = instanceOf(request);
  const refused = (code: Refused, reply: NeutralReply): Admission => ({
    admitted: false,
    refused: code,
    reply: told(auth, reply, instance),
  });
  try {
    const caller = identify(auth, cookiesFor(auth.origin, options.cookieDomain), request, 'never', instance);
    const session = isRefusal(caller) ? caller : await guarded(auth, request, caller, guard);
    if (!isRefusal(session)) return { admitted: true, session };
    return refused(session.refused, problemReply(session, auth.now(), instance()));
  } catch (fault) {
    return refused('internal', faultReply(fault, options, instance()));
  }
}

function guarded(
  { sessions, telemetry }: Sallyport,
  { headers }: NeutralRequest,
  caller: Caller,
  guard: Guard,
): Promise<LiveSession | Refusal> {
  if (telemetry === undefined) return sessions.guard(caller, guard);
  return telemetry.carried(headers, () => sessions.guard(caller, guard));
}
