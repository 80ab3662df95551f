import type { UserInfoResponse } from 'openid-client';
import type { Exchanged } from './exchange.ts';
import { openidClient } from './library.ts';
import type { Settings } from './settings.ts';

/**
 * Asks the userinfo endpoint (OpenID Connect Core 1.0 §5.3) if the id_token lacks the address or the roles. Returns `undefined` without a
 * request if nothing is missing, or the provider has no such endpoint. Throws if the answer has another `sub`.
 */
export async function missingClaims(
  { scopes, roles, rolesClaim }: Settings,
  { claims, client, accessToken }: Exchanged,
): Promise<UserInfoResponse | undefined> {
  const asksEmail = scopes === undefined || scopes.includes('email');
  const needed =
    (asksEmail && (claims['email'] === undefined || claims['email_verified'] === undefined)) ||
    (roles.length > 0 && claims[rolesClaim] === undefined);
  if (!needed || client.serverMetadata().userinfo_endpoint === undefined) return undefined;
  const { fetchUserInfo } = await openidClient();
  return fetchUserInfo(client, accessToken, claims.sub);
}
