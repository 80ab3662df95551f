import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { CLIENT_ID } from './provider.test-support.ts';
import { type Served, serve } from './served.test-support.ts';

export interface ForgerKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: Record<string, unknown>;
}

/** A provider whose answers a test can replace with forged ones. */
export interface Forger {
  readonly issuer: string;
  readonly asked: Served['asked'];
  /** Replaces members of the honest discovery document; `undefined` removes a member. */
  discovery: Record<string, unknown>;
  /** The answer of `/jwks`. */
  published: unknown;
  /** Replaces claims of the honest id_token; `undefined` removes a claim. */
  claims: Record<string, unknown>;
  /** Makes the id_token from the claims. */
  sign: (claims: JWTPayload) => Promise<string>;
  /** Replaces members of the honest answer of the token endpoint. */
  token: Record<string, unknown>;
  userInfo: unknown;
  /** Replaces the whole answer of a path. */
  instead: Map<string, (response: ServerResponse) => void>;
  stop(): Promise<void>;
}

export async function newForgerKey(kid: string, alg = 'RS256'): Promise<ForgerKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg } };
}

export const signedBy =
  ({ kid, privateKey }: ForgerKey, header: Partial<JWTHeaderParameters> = {}) =>
  (claims: JWTPayload): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(privateKey);

/** Each form of `auth_time` is read on a path of its own: what is forged is refused on both. */
export const DATES: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['no date', {}],
  ['a date that is a text', { auth_time: '1767225600' }],
];

/** `nonce` goes into the id_token: a test copies the value from the authorization request. */
export async function startForger(
  key: ForgerKey,
  usual: Readonly<Record<string, unknown>> = {},
): Promise<Forger & { nonce: unknown }> {
  const served = await serve();
  const issuer = served.origin;
  const forger: Forger & { nonce: unknown } = {
    issuer,
    asked: served.asked,
    nonce: undefined,
    discovery: {},
    published: { keys: [key.publicJwk] },
    claims: {},
    sign: signedBy(key),
    token: {},
    userInfo: { sub: 'alice' },
    instead: new Map(),
    stop: () => served.stop(),
  };
  const json: Record<string, () => unknown> = {
    '/.well-known/openid-configuration': () => ({
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      userinfo_endpoint: `${issuer}/me`,
      end_session_endpoint: `${issuer}/bye`,
      id_token_signing_alg_values_supported: ['RS256'],
      ...forger.discovery,
    }),
    '/jwks': () => forger.published,
    '/me': () => forger.userInfo,
    '/token': async () => ({
      access_token: 'an access token',
      token_type: 'Bearer',
      id_token: await forger.sign(honest(issuer, { ...forger, claims: { ...usual, ...forger.claims } })),
      ...forger.token,
    }),
  };
  served.answer(async (request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    const { pathname } = new URL(request.url ?? '/', issuer);
    const instead = forger.instead.get(pathname);
    if (instead !== undefined) return instead(response);
    const body = await json[pathname]?.();
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'string' ? 'application/jwt' : 'application/json';
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(text);
  });
  return forger;
}

function honest(issuer: string, { nonce, claims }: { readonly nonce: unknown; readonly claims: object }): JWTPayload {
  const now = Math.floor(Date.now() / 1_000);
  const all = {
    iss: issuer,
    sub: 'alice',
    aud: CLIENT_ID,
    iat: now,
    exp: now + 300,
    nonce,
    email: 'alice@corp.example',
    email_verified: true,
    ...claims,
  };
  return JSON.parse(JSON.stringify(all));
}
