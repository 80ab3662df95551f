import type { NeutralRequest } from '../message/request.ts';

/**
 * Whether the browser's headers prove that a page of the app's origin or of a trusted origin sent the request. `Origin` decides. If `Origin`
 * is absent, `Sec-Fetch-Site` decides (Fetch Metadata §2.4). Returns `false` if both headers are absent.
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
