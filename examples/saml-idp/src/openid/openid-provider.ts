import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider, { type ClientMetadata, type Configuration, interactionPolicy } from 'oidc-provider';
import { CLASSES } from '../saml/context-class.ts';

/** The path of the interaction: sends the person to the sign-in, and then returns the person to the app. */
export const SIGN_IN = '/openid/sign-in';

/** An OpenID provider at `/openid` of this origin. The apps are trusted, so people are not asked for consent. */
export function openidProvider(origin: string, clients: readonly ClientMetadata[]): Provider {
  return new Provider(`${origin}/openid`, configuration(clients));
}

function configuration(clients: readonly ClientMetadata[]): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    clients: [...clients],
    // A new key in every process. A real provider has a permanent key, and an adapter for its records.
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    features: { devInteractions: { enabled: false } },
    // In seconds: enough for a sign-in, and for the answer after the sign-in.
    ttl: { Interaction: 1_200, Grant: 1_200, Session: 1_200, AccessToken: 600, IdToken: 600 },
    pkce: { required: () => true },
    acrValues: Object.values(CLASSES),
    claims: { openid: ['sub', 'acr', 'amr', 'auth_time'] },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    interactions: { policy: alwaysAsked(), url: (_, { uid }) => `${SIGN_IN}/${uid}` },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId,
        accountId: oidc.session?.accountId,
      });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  };
}

/**
 * Makes a login policy that always asks for an interaction. Only Sallyport decides whether a person is signed in, at every request and by
 * the policy in force. The provider's own session is never enough.
 */
function alwaysAsked(): interactionPolicy.DefaultPolicy {
  const { Check, base } = interactionPolicy;
  const policy = base();
  policy
    .get('login')
    ?.checks.add(
      new Check('sallyport', 'whoever asks is sent to the sign-in', ({ oidc }) =>
        oidc.result?.login === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
      ),
    );
  return policy;
}
