import type { Caller, Sallyport } from '@sallyport/engine';
import { callerOf, type Opens } from './caller.ts';
import type { Cookies } from './cookies.ts';
import { type HttpRefusal, isRefusal } from './refusal.ts';
import { changesState, type NeutralRequest } from './request.ts';
import { isSameOrigin } from './same-origin.ts';

/**
 * Who is asking. In cookie mode, where the browser sends the cookies by itself, a request that can change something has
 * to come from a page of this origin.
 */
export function identify(
  auth: Sallyport,
  cookies: Cookies,
  request: NeutralRequest,
  opens: Opens,
): Caller | HttpRefusal {
  const caller = callerOf(auth, request, cookies, opens);
  if (isRefusal(caller)) return caller;
  const trusted =
    caller.mode === 'token' || !changesState(request.method) || isSameOrigin(auth.origin, request.headers);
  return trusted ? caller : { refused: 'cross-site' };
}
