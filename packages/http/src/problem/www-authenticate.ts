import type { HttpRefusal } from '../message/refusal.ts';

/**
 * The `WWW-Authenticate` header, which every 401 must carry (RFC 9110 §15.5.2). For a session that is too weak or too old, the header is the
 * step-up challenge of RFC 9470 §3. For other refusals the header names the scheme alone.
 */
export function wwwAuthenticate({
  refused,
  demand,
}: Pick<HttpRefusal, 'demand'> & { readonly refused: string }): string {
  if (refused !== 'insufficient-strength') return 'Bearer realm="sallyport"';
  const strengths = (demand?.strengths ?? []).filter((name) => SAFE_NAME.test(name));
  return [
    'Bearer error="insufficient_user_authentication"',
    ...(strengths.length === 0 ? [] : [`acr_values="${strengths.join(' ')}"`]),
    ...(demand?.maxAgeSeconds === undefined ? [] : [`max_age="${demand.maxAgeSeconds}"`]),
  ].join(', ');
}

/** Names that need no escaping inside a quoted string (RFC 9110 §5.6.4) and contain no space. */
const SAFE_NAME = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
