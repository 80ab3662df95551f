import type { Caller, Sallyport } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { type HttpRefusal, isRefusal } from '../message/refusal.ts';
import { changesState, type NeutralRequest, opensWebSocket } from '../message/request.ts';
import { callerOf, type ReadsMode } from './caller.ts';
import type { Cookies } from './cookies.ts';
import { shown } from './shown.ts';

/**
 * In cookie mode the browser sends the cookies by itself, so a request that can change state, or opens a WebSocket, has to come from a page of the
 * app or of one of the `trustedOrigins`.
 */
export function identify(
  auth: Sallyport,
  cookies: Cookies,
  request: NeutralRequest,
  readsMode: ReadsMode,
  instance: () => string,
): Caller | HttpRefusal {
  const caller = callerOf(auth, request, cookies, readsMode);
  if (isRefusal(caller)) return caller;
  const opensSocket = opensWebSocket(request.headers);
  if (caller.mode === 'token' || !(opensSocket || changesState(request.method))) return caller;
  // A browser sends `Origin` with every WebSocket handshake (RFC 6455 §4.1).
  const saysEnough = !opensSocket || request.headers['origin'] !== undefined;
  if (saysEnough && isTrustedPage(auth.origin, request.headers, auth.trustedOrigins)) return caller;
  tellOperator(auth, request, instance());
  return { refused: 'cross-site' };
}

/** The usual cause is a wrong configuration, and the answer does not name the cause. */
function tellOperator(auth: Sallyport, { method, mount, path, headers }: NeutralRequest, instance: string): void {
  forAdapters(auth).logger.warn('a request was refused as cross-site', {
    code: 'cross-site',
    expected: [auth.origin, ...auth.trustedOrigins],
    origin: shown(headers['origin']),
    fetchSite: shown(headers['sec-fetch-site']),
    method,
    path: shown(`${mount ?? ''}${path}`),
    instance,
    wayOut:
      'if the page is yours, add its origin to `trustedOrigins`; if there is no origin, let the proxy keep `Origin`, and let a program send it',
  });
}

/** `Origin` decides, or else `Sec-Fetch-Site` (Fetch Metadata §2.4). */
function isTrustedPage(
  origin: string,
  headers: NeutralRequest['headers'],
  trustedOrigins: readonly string[] = [],
): boolean {
  const sent = headers['origin'];
  if (sent !== undefined) return sent === new URL(origin).origin || trustedOrigins.includes(sent);
  return headers['sec-fetch-site'] === 'same-origin';
}
