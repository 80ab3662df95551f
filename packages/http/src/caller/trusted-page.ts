import type { NeutralRequest } from '../message/request.ts';

/**
 * Whether a browser says that a page of this very origin, or of one that the host trusts like it, sent the request: `Origin`, or if it is absent
 * `Sec-Fetch-Site` (Fetch Metadata §2.4). A request whose `Origin` says otherwise is not; nor is one that says
 * nothing.
 */
export function isTrustedPage(
  origin: string,
  headers: NeutralRequest['headers'],
  trustedOrigins: readonly string[] = [],
): boolean {
  const sent = headers['origin'];
  if (sent !== undefined) return sent === new URL(origin).origin || trustedOrigins.includes(sent);
  return headers['sec-fetch-site'] === 'same-origin';
}
