import { type Instant, instant } from '@sallyport/core';
import type { ProvidedIdentity } from '@sallyport/store/providers';
import type { UserInfoResponse } from 'openid-client';
import { CLOCK_TOLERANCE } from './client.ts';
import type { Exchanged } from './exchange.ts';
import { NotBelieved } from './not-believed.ts';
import { claimAt, rolesIn } from './roles-claim.ts';
import type { Settings } from './settings.ts';

const LONGEST_SUBJECT = 255;
const LONGEST_ADDRESS = 320;
const LONGEST_LOGOUT_HINT = 8 * 1024;

type Claims = Readonly<Record<string, unknown>>;

/** openid-client accepts another app's `azp`, and an `iat` or `auth_time` in the future. */
export function identityOf(
  { claims, idToken, dateNotRead }: Exchanged,
  userInfo: UserInfoResponse | undefined,
  { clientId, roles, rolesClaim }: Settings,
  now: Instant,
): ProvidedIdentity {
  if (claims.sub.length === 0 || claims.sub.length > LONGEST_SUBJECT) {
    throw new NotBelieved(`the subject is empty or longer than ${LONGEST_SUBJECT} characters`);
  }
  // OpenID Connect Core 1.0 §3.1.3.7, 5.
  if (claims.azp !== undefined && claims.azp !== clientId)
    throw new NotBelieved('the id_token is for another app (azp)');
  const latest = now + CLOCK_TOLERANCE * 1_000;
  if (claims.iat * 1_000 > latest) throw new NotBelieved('the id_token is from the future (iat)');
  const { acr, amr, auth_time: authTime } = claims;
  if (authTime !== undefined && authTime * 1_000 > latest) {
    throw new NotBelieved('the person is said to sign in in the future (auth_time)');
  }
  const email = emailOf(claims, userInfo);
  const methods = Array.isArray(amr) && amr.every((name) => typeof name === 'string') ? amr : undefined;
  const inToken = claimAt(claims, rolesClaim);
  return {
    issuer: claims.iss,
    subject: claims.sub,
    ...(email !== undefined && { email }),
    ...(typeof acr === 'string' && acr !== '' && { acr }),
    ...(methods !== undefined && { amr: methods }),
    // The provider's clock may be ahead. glewlwyd 2.7.5 states 0.
    ...(authTime === 0
      ? { datesNothing: true as const }
      : authTime !== undefined && { authTime: instant(Math.min(authTime * 1_000, now)) }),
    ...(dateNotRead !== undefined && { dateNotRead }),
    ...rolesOf(inToken === undefined ? claimAt(userInfo, rolesClaim) : inToken, roles, rolesClaim),
    ...(Buffer.byteLength(idToken) <= LONGEST_LOGOUT_HINT && { logoutHint: idToken }),
  };
}

/** The flag of one source says nothing about the address of the other. */
function emailOf(claims: Claims, userInfo: Claims | undefined): ProvidedIdentity['email'] {
  const source = claims['email_verified'] === undefined && userInfo?.['email'] !== undefined ? userInfo : claims;
  const { email: address, email_verified: verified } = source;
  if (typeof address !== 'string' || address === '' || address.length > LONGEST_ADDRESS) return undefined;
  // Some providers send text.
  return { address, verified: verified === true || verified === 'true' };
}

/** The person at the browser can take words out of the request: a missing claim does not mean no roles. */
function rolesOf(
  claim: unknown,
  roles: readonly string[],
  name: string,
): Pick<ProvidedIdentity, 'roles' | 'rolesNotRead'> {
  if (roles.length === 0) return { roles: [] };
  if (claim === undefined) return {};
  const claimed = rolesIn(claim);
  if ('notRead' in claimed) return { rolesNotRead: `the claim '${name}' is ${claimed.notRead}` };
  return { roles: roles.filter((role) => claimed.includes(role)) };
}
