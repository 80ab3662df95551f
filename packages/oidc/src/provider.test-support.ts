import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeJwt, SignJWT } from 'jose';
import Provider, { type Configuration, type JWK } from 'oidc-provider';
import { type Served, serve } from './served.test-support.ts';

export const CALLBACK = 'http://localhost:9/callback';
export const SIGNED_OUT = 'http://localhost:9/signed-out';
export const CLIENT_ID = 'app';
export const CLIENT_SECRET = 'the secret of the app';

export const ALICE = { login: 'alice', password: 'alice-secret' };
export const BOB = { login: 'bob', password: 'bob-secret' };

interface TestPerson {
  readonly password: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly acr: string;
  readonly amr: string[];
}

const PEOPLE: Readonly<Record<string, TestPerson>> = {
  alice: {
    password: ALICE.password,
    claims: { email: 'alice@corp.example', email_verified: true, groups: ['employee', 'super-admin', 'lunch'] },
    acr: 'urn:example:mfa',
    amr: ['pwd', 'otp', 'mfa'],
  },
  bob: {
    password: BOB.password,
    claims: { email: 'bob@corp.example', email_verified: false },
    acr: 'urn:example:pwd',
    amr: ['pwd'],
  },
};

export interface TestProvider {
  readonly issuer: string;
  readonly asked: Served['asked'];
  stop(): Promise<void>;
}

export const newKey = (kid: string): JWK => ({
  ...(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }) as JWK),
  use: 'sig',
  alg: 'RS256',
  kid,
});

const FIRST_KEY = newKey('k1');

/** Makes another value of the `auth_time` in each id_token. */
export type Dates = (authTime: unknown) => unknown;

/** The real oidc-provider, with two people and two plain forms. */
export async function startProvider(
  configuration: Configuration = {},
  served?: Served,
  dates?: Dates,
): Promise<TestProvider> {
  const server = served ?? (await serve());
  const provider = new Provider(server.origin, {
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        redirect_uris: [CALLBACK],
        post_logout_redirect_uris: [SIGNED_OUT],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [FIRST_KEY] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    acrValues: ['urn:example:mfa', 'urn:example:pwd'],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
      acr: null,
      amr: null,
      auth_time: null,
      sid: null,
      iss: null,
    },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...PEOPLE[sub]?.claims }),
    }),
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 3_600, IdToken: 3_600, Interaction: 600, Session: 3_600 },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      claimsParameter: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    renderError: (context, out) => {
      context.body = out;
    },
    ...configuration,
  });
  if (dates !== undefined) datesAnew(provider, dates);
  const answer = provider.callback();
  server.answer((request, response) => {
    if (request.url?.startsWith('/interaction/') === true) void interact(provider, request, response);
    else void answer(request, response);
  });
  return { issuer: server.origin, asked: server.asked, stop: () => server.stop() };
}

function datesAnew(provider: Provider, dates: Dates): void {
  provider.use(async (context, next) => {
    await next();
    const { body } = context;
    if (typeof body !== 'object' || body === null || !('id_token' in body)) return;
    const { auth_time: authTime, ...claims } = decodeJwt(String(body.id_token));
    const signing = new SignJWT({ ...claims, auth_time: dates(authTime) });
    const key = createPrivateKey({ key: { ...FIRST_KEY }, format: 'jwk' });
    context.body = { ...body, id_token: await signing.setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(key) };
  });
}

async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (request.method === 'GET') {
    response.setHeader('content-type', 'text/html');
    response.end(
      `<form method=post>${prompt.name === 'login' ? '<input name=login><input name=password>' : ''}</form>`,
    );
    return;
  }
  const form = new URLSearchParams(await textOf(request));
  if (form.get('do') === 'cancel') return provider.interactionFinished(request, response, { error: 'access_denied' });
  if (prompt.name === 'login') {
    const login = form.get('login') ?? '';
    const person = PEOPLE[login];
    if (person === undefined || person.password !== form.get('password')) {
      response.writeHead(401).end('wrong password');
      return;
    }
    const { acr, amr } = person;
    const result = { login: { accountId: login, acr, amr } };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
  const grant =
    (grantId === undefined ? undefined : await provider.Grant.find(grantId)) ??
    new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params['client_id']) });
  const { missingOIDCScope: scope, missingOIDCClaims: claims } = prompt.details;
  if (Array.isArray(scope)) grant.addOIDCScope(scope.join(' '));
  if (Array.isArray(claims)) grant.addOIDCClaims(claims);
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}
