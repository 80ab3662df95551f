import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OidcOptions } from '@sallyport/oidc';
import type { Adapter, AdapterPayload, Configuration, JWK } from 'oidc-provider';
import { CORP, corpPeople, PROOFS } from '../people.ts';
import { errorPage, interactions, pagePolicy, signOutPage } from './interactions.ts';

const CLIENT_ID = 'sallyport-quickstart';

export interface DemoProvider {
  /** The options of the quickstart for this provider. */
  readonly options: OidcOptions;
  close(): Promise<void>;
}

/** Starts an OpenID Connect provider on loopback with the people of the demo, for this app. */
export async function startDemoProvider(
  app: string,
  { port, roles = [] }: { readonly port: number; readonly roles?: readonly string[] | undefined },
): Promise<DemoProvider> {
  // Imported here, because only `SSO=demo` needs the package.
  const { default: Provider } = await import('oidc-provider');
  // The issuer contains the port, and is needed before the provider is created.
  const server = createServer();
  const issuer = `http://localhost:${await listen(server, port)}`;
  const clientSecret = randomBytes(32).toString('base64url');
  const provider = new Provider(issuer, configurationFor(app, clientSecret));
  const answer = provider.callback();
  const interact = interactions(provider, app);
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
    // Without a grant the provider would ask the person for consent. The demo's app needs no consent.
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
          context.set('content-security-policy', pagePolicy(app));
          context.body = signOutPage(context.get('accept-language'), form);
        },
      },
    },
    renderError: (context, { error, error_description: description }) => {
      context.type = 'html';
      context.set('content-security-policy', pagePolicy(app));
      context.body = errorPage(context.get('accept-language'), app, description ?? error);
    },
  };
}

/** Names of the provider's cookies. All servers on `localhost` share cookies, so the names are unique. */
const cookieNames = {
  session: 'demo-provider-session',
  interaction: 'demo-provider-step',
  resume: 'demo-provider-resume',
};

function signingKey(): JWK {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), use: 'sig', alg: 'ES256', kid: 'demo' };
}

/** Listens on this port, or on a free port if the port is taken. */
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

/** Whether the key is of a token or a code. A sign-in under way names the earlier grant of its session, and goes on when the grant ends. */
function isGranted(key: string): boolean {
  return /^(?:AccessToken|AuthorizationCode|RefreshToken) /.test(key);
}

/** Stores the data of the demo's provider in a map, until the process ends. */
export function storage(): (model: string) => Adapter {
  const kept = new Map<string, { readonly payload: AdapterPayload; readonly until: number }>();
  const read = (key: string): AdapterPayload | undefined => {
    const found = kept.get(key);
    return found === undefined || found.until <= Date.now() ? undefined : found.payload;
  };
  return (model) => {
    const keyOf = (id: string): string => `${model} ${id}`;
    const where = (is: (payload: AdapterPayload) => boolean): string | undefined =>
      [...kept].find(([key, { payload }]) => key.startsWith(`${model} `) && is(payload))?.[0];
    return {
      async upsert(id, payload, expiresIn) {
        kept.set(keyOf(id), {
          payload,
          until: expiresIn === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresIn * 1_000,
        });
      },
      find: async (id) => read(keyOf(id)),
      findByUid: async (uid) => read(where((payload) => payload.uid === uid) ?? ''),
      findByUserCode: async (userCode) => read(where((payload) => payload.userCode === userCode) ?? ''),
      async consume(id) {
        const payload = read(keyOf(id));
        if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1_000);
      },
      async destroy(id) {
        kept.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of kept) if (payload.grantId === grantId && isGranted(key)) kept.delete(key);
      },
    };
  };
}
