import type { ProviderAnswer, ProviderResponse, SignInProvider } from '@sallyport/store/providers';
import type { UserInfoResponse } from 'openid-client';
import { authorizationParameters, demandsSignIn, fromKept, type Kept, toKept } from './authorization-request.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { clientOf } from './client.ts';
import { discoveryOf } from './discovery.ts';
import { type Exchanged, exchange } from './exchange.ts';
import { identityOf } from './identity.ts';
import { keySetOf } from './key-set.ts';
import { openidClient } from './library.ts';
import type { Metadata } from './metadata.ts';
import type { OidcOptions } from './options.ts';
import { refusalOf } from './refusal.ts';
import { claimAt } from './roles-claim.ts';
import { type Settings, settingsOf } from './settings.ts';
import { unavailabilityIn } from './unavailable.ts';

/**
 * Makes an OpenID Connect provider: the code flow with PKCE, state and nonce. Sends no request before the first sign-in.
 *
 * @throws OidcConfigError if an option cannot work or is not safe
 * @example
 * ```ts
 * import { oidc } from '@sallyport/oidc';
 *
 * // Pass the provider to createSallyport({ providers: [corp] }).
 * const corp = oidc({
 *   id: 'corp',
 *   name: 'Example Corp',
 *   issuer: 'https://login.corp.example',
 *   clientId: 'our-app',
 *   clientSecret: process.env['OIDC_CLIENT_SECRET'],
 *   roles: ['employee'],
 * });
 * ```
 */
export function oidc(options: OidcOptions): SignInProvider {
  const settings = settingsOf(options);
  const discovery = discoveryOf(settings);
  const keys = keySetOf(settings.id);

  const judge = async (response: ProviderResponse, kept: Kept, metadata: Metadata): Promise<ProviderAnswer> => {
    const { now } = response;
    const fetch = boundedFetch(settings, AbortSignal.timeout(settings.timeout));
    const exchanged = await exchange(settings, { metadata, keys, fetch, kept, response });
    const userInfo = await missingClaims(settings, exchanged);
    return { outcome: 'signed-in', identity: identityOf(exchanged, userInfo, settings, now) };
  };

  return {
    kind: 'oidc',
    id: settings.id,
    name: settings.name,
    roles: settings.roles,

    async begin(request) {
      const library = await openidClient();
      const { now } = request;
      const metadata = await discovery.current();
      const nonce = library.randomNonce();
      const verifier = library.randomPKCECodeVerifier();
      const challenge = await library.calculatePKCECodeChallenge(verifier);
      const location = library.buildAuthorizationUrl(
        await clientOf(settings, metadata, { now }),
        authorizationParameters(settings, metadata.server, request, { nonce, challenge }),
      );
      const asksAnew = demandsSignIn(metadata.server, request);
      return { location: location.href, kept: toKept({ nonce, verifier }), asksAnew };
    },

    async finish(response) {
      const kept = fromKept(response.kept);
      if (kept === undefined) return { outcome: 'refused', why: 'the state kept in the flow is incomplete' };
      let metadata: Metadata | undefined;
      try {
        metadata = await discovery.known();
        return await judge(response, kept, metadata);
      } catch (error) {
        const unavailable = unavailabilityIn(error);
        if (unavailable === undefined) return refusalOf(settings.id, error, metadata?.server);
        discovery.forget();
        throw unavailable;
      }
    },

    async logout({ hint, returnTo }) {
      // A provider that is down must not make the sign-out fail.
      const metadata = await discovery.known().catch(() => undefined);
      if (metadata?.endSessionEndpoint === undefined) return undefined;
      const address = new URL(metadata.endSessionEndpoint);
      address.searchParams.set('client_id', settings.clientId);
      address.searchParams.set('post_logout_redirect_uri', returnTo);
      if (hint !== undefined) address.searchParams.set('id_token_hint', hint);
      return address.href;
    },
  };
}

async function missingClaims(
  { scopes, roles, rolesClaim }: Settings,
  { claims, client, accessToken }: Exchanged,
): Promise<UserInfoResponse | undefined> {
  const asksEmail = scopes === undefined || scopes.includes('email');
  const needed =
    (asksEmail && (claims['email'] === undefined || claims['email_verified'] === undefined)) ||
    (roles.length > 0 && claimAt(claims, rolesClaim) === undefined);
  if (!needed || client.serverMetadata().userinfo_endpoint === undefined) return undefined;
  const { fetchUserInfo } = await openidClient();
  return fetchUserInfo(client, accessToken, claims.sub);
}
