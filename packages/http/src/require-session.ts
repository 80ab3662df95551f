import type { Guard, LiveSession, Sallyport } from '@sallyport/engine';
import { cookiesFor } from './cookies.ts';
import { faultReply, type HttpOptions } from './fault.ts';
import { identify } from './identify.ts';
import { problemReply } from './problem.ts';
import { isRefusal, type Refused } from './refusal.ts';
import type { NeutralReply } from './reply.ts';
import type { NeutralRequest } from './request.ts';

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
  try {
    const caller = identify(auth, cookiesFor(auth.origin, options.cookieDomain), request, 'never');
    const session = isRefusal(caller) ? caller : await auth.sessions.guard(caller, guard);
    if (isRefusal(session)) {
      return { admitted: false, refused: session.refused, reply: problemReply(session, auth.now()) };
    }
    return { admitted: true, session };
  } catch (fault) {
    return { admitted: false, refused: 'internal', reply: faultReply(fault, options) };
  }
}
