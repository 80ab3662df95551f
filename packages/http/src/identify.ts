import type { Caller, Sallyport } from '@sallyport/engine';
import { callerOf, type OpensFlow } from './caller.ts';
import type { Cookies } from './cookies.ts';
import { type HttpRefusal, isRefusal } from './refusal.ts';
import { changesState, type NeutralRequest } from './request.ts';
import { isSameOrigin } from './same-origin.ts';

/**
 * Who is asking. In cookie mode the browser sends the cookies by itself: a request that can change something has
 * to come from a page of this origin.
 */
export function identify(
  auth: Sallyport,
  cookies: Cookies,
  request: NeutralRequest,
  opensFlow: OpensFlow,
): Caller | HttpRefusal {
  const caller = callerOf(auth, request, cookies, opensFlow);
  if (isRefusal(caller)) return caller;
  const trusted =
    caller.mode === 'token' || !changesState(request.method) || isSameOrigin(auth.origin, request.headers);
  return trusted ? caller : { refused: 'cross-site' };
}
