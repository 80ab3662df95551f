import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider, { type ClientMetadata, type Configuration, interactionPolicy } from 'oidc-provider';
import { CLASSES } from '../saml/context-class.ts';

/** Where somebody is sent who is to sign in, and where the answer to the app leaves from. */
export const SIGN_IN = '/openid/sign-in';

/** An OpenID provider at `/openid` of this origin, for apps of our own: what they may know is not asked of each person. */
export function openidProvider(origin: string, clients: readonly ClientMetadata[]): Provider {
  return new Provider(`${origin}/openid`, configuration(clients));
}

function configuration(clients: readonly ClientMetadata[]): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    clients: [...clients],
    // For this run alone. A real provider keeps its keys, and an adapter for what it stores.
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    features: { devInteractions: { enabled: false } },
    // In seconds: as long as a sign-in may take, and no longer than an answer needs.
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
 * Whether somebody is signed in is Sallyport's to say, at every request and by the policy in force: the provider's own session, which
 * knows nothing of either, is never enough.
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
