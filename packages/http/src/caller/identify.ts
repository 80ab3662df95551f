import type { Caller, Sallyport } from '@sallyport/engine';
import { type HttpRefusal, isRefusal } from '../message/refusal.ts';
import { changesState, type NeutralRequest, opensWebSocket } from '../message/request.ts';
import { callerOf, type OpensFlow } from './caller.ts';
import type { Cookies } from './cookies.ts';
import { isTrustedPage } from './trusted-page.ts';

/**
 * Who is asking. In cookie mode the browser sends the cookies by itself: a request that can change something, or that opens a WebSocket,
 * has to come from a page of this origin, or of a trusted one (`trustedOrigins`).
 */
export function identify(
  auth: Sallyport,
  cookies: Cookies,
  request: NeutralRequest,
  opensFlow: OpensFlow,
  instance: () => string,
): Caller | HttpRefusal {
  const caller = callerOf(auth, request, cookies, opensFlow);
  if (isRefusal(caller)) return caller;
  const opensSocket = opensWebSocket(request.headers);
  if (caller.mode === 'token' || !(opensSocket || changesState(request.method))) return caller;
  // A browser sends `Origin` with every WebSocket handshake (RFC 6455 §4.1): no other header stands in for it.
  const saysEnough = !opensSocket || request.headers['origin'] !== undefined;
  if (saysEnough && isTrustedPage(auth.origin, request.headers, auth.trustedOrigins)) return caller;
  tellOperator(auth, request, instance());
  return { refused: 'cross-site' };
}

/** Most often it is the configuration that is wrong, and the answer says nothing of it. */
function tellOperator(
  { logger, origin, trustedOrigins }: Sallyport,
  { method, headers }: NeutralRequest,
  instance: string,
): void {
  logger.warn('a request was refused as cross-site', {
    expected: [origin, ...trustedOrigins],
    origin: shown(headers['origin']),
    fetchSite: shown(headers['sec-fetch-site']),
    method,
    instance,
  });
}

/** What a stranger sent, in one line of a log. */
function shown(header: string | undefined): string {
  return header === undefined ? 'absent' : header.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ').slice(0, LONGEST_SHOWN);
}

const LONGEST_SHOWN = 200;
