import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OidcOptions } from '@sallyport/oidc';
import type { Configuration, JWK } from 'oidc-provider';
import { interactions } from './interactions.ts';
import { errorPage, signOutPage } from './pages.ts';
import { CORP, corpPeople, PROOFS } from './people.ts';
import { storage } from './storage.ts';

const CLIENT_ID = 'sallyport-quickstart';

export interface DemoProvider {
  /** What the quickstart has to know of it. */
  readonly options: OidcOptions;
  close(): Promise<void>;
}

/** An OpenID Connect provider on loopback that knows the people of the demo, and this app. */
export async function startDemoProvider(
  app: string,
  { port, roles = [] }: { readonly port: number; readonly roles?: readonly string[] | undefined },
): Promise<DemoProvider> {
  // Loaded here: without `SSO=demo` nobody needs it.
  const { default: Provider } = await import('oidc-provider');
  // The issuer has the port in it, and is needed before the provider is made.
  const server = createServer();
  const issuer = `http://localhost:${await listen(server, port)}`;
  const clientSecret = randomBytes(32).toString('base64url');
  const provider = new Provider(issuer, configurationFor(app, clientSecret));
  const answer = provider.callback();
  const interact = interactions(provider);
  server.on('request', (request, response) => {
    if (!interact(request, response)) void answer(request, response);
  });
  return {
    options: {
      id: CORP,
      name: 'Example Corp',
      issuer,
      clientId: CLIENT_ID,
      clientSecret,
      roles,
      allowInsecureLoopback: true,
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function configurationFor(app: string, clientSecret: string): Configuration {
  return {
    adapter: storage(),
    clients: [
      {
        client_id: CLIENT_ID,
        client_name: 'The Sallyport quickstart',
        client_secret: clientSecret,
        redirect_uris: [`${app}/auth/sign-in/sso/${CORP}/callback`],
        post_logout_redirect_uris: [`${app}/`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(32).toString('base64url')], names: cookieNames },
    acrValues: [PROOFS.one.acr, PROOFS.two.acr],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name'],
      groups: ['groups'],
      acr: null,
      amr: null,
      auth_time: null,
      sid: null,
      iss: null,
    },
    findAccount: (_context, subject) => {
      const person = corpPeople.find((one) => one.subject === subject);
      if (person === undefined) return undefined;
      const { name, address: email, groups } = person;
      return { accountId: subject, claims: () => ({ sub: subject, name, email, email_verified: true, groups }) };
    },
    // Without a grant it would ask whether this app may know who somebody is: this one may.
    async loadExistingGrant({ oidc: { account, client, provider } }) {
      const grant = new provider.Grant({ accountId: account?.accountId ?? '', clientId: client?.clientId ?? '' });
      grant.addOIDCScope('openid email profile groups');
      grant.addOIDCClaims(['acr', 'amr', 'auth_time', 'groups']);
      await grant.save();
      return grant;
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 86_400, IdToken: 600, Interaction: 600, Session: 86_400 },
    features: {
      devInteractions: { enabled: false },
      claimsParameter: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          context.body = signOutPage(form);
        },
      },
    },
    renderError: (context, { error, error_description: description }) => {
      context.type = 'html';
      context.body = errorPage(description ?? error);
    },
  };
}

/** Every server on `localhost` sees every cookie of it: these are nobody else's. */
const cookieNames = {
  session: 'demo-provider-session',
  interaction: 'demo-provider-step',
  resume: 'demo-provider-resume',
};

function signingKey(): JWK {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), use: 'sig', alg: 'ES256', kid: 'demo' };
}

/** At this port, or at any that is free if it is taken. */
async function listen(server: Server, port: number): Promise<number> {
  const at = (wanted: number): Promise<void> =>
    new Promise((listening, failed) => {
      server.once('error', failed);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', failed);
        listening();
      });
    });
  await at(port).catch(() => at(0));
  return (server.address() as AddressInfo).port;
}
