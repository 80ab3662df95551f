import { ProviderUnavailable } from '@sallyport/store/providers';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Forger, type ForgerKey, newForgerKey, startForger } from './forger.test-support.ts';
import { oidc } from './oidc.ts';
import type { OidcOptions } from './options.ts';
import { ALICE, startProvider, type TestProvider } from './provider.test-support.ts';
import { corp, judge, type Left, leave, returned, STATE } from './round-trip.test-support.ts';

const unavailable = expect.objectContaining({
  name: 'ProviderUnavailable',
  code: 'provider-unavailable',
  provider: 'corp',
});

describe('the real provider, killed', () => {
  let provider: TestProvider;
  beforeEach(async () => {
    provider = await startProvider();
  });
  afterEach(() => provider.stop());

  test('before anyone leaves for it', async () => {
    const sso = corp(provider.issuer);
    await provider.stop();
    await expect(leave(sso)).rejects.toEqual(unavailable);
    await expect(leave(sso)).rejects.toBeInstanceOf(ProviderUnavailable);
  });

  test('after it was known: nobody is sent to a provider that is down', async () => {
    const sso = corp(provider.issuer);
    await leave(sso);
    await provider.stop();
    await expect(leave(sso)).rejects.toEqual(unavailable);
  });

  test('before the code is given for tokens', async () => {
    const sso = corp(provider.issuer);
    const back = await returned(sso, ALICE);
    await provider.stop();
    await expect(judge(sso, back)).rejects.toEqual(unavailable);
    // Another process, which has no cached metadata, cannot ask the provider either.
    await expect(judge(corp(provider.issuer), back)).rejects.toEqual(unavailable);
  });

  test.each(['/token', '/jwks', '/me'])('while %s is asked', async (path) => {
    const killing: typeof fetch = async (...request) => {
      if (String(request[0]).endsWith(path)) await provider.stop();
      return fetch(...request);
    };
    const sso = corp(provider.issuer, { fetch: killing });
    const back = await returned(sso, ALICE);
    await expect(judge(sso, back)).rejects.toEqual(unavailable);
  });
});

describe('a provider that does not answer as it should', () => {
  let key: ForgerKey;
  let forger: Forger & { nonce: unknown };
  beforeAll(async () => {
    key = await newForgerKey('k1');
  });
  beforeEach(async () => {
    forger = await startForger(key);
    forger.claims = { email: undefined };
  });
  afterEach(() => forger.stop());

  const settings: Partial<OidcOptions> = { timeout: '1s' };
  const left = async (sso: ReturnType<typeof corp>): Promise<Left> => {
    const away = await leave(sso);
    forger.nonce = away.kept['nonce'];
    return away;
  };
  const callback = { code: 'a code', state: STATE };
  const METADATA = '/.well-known/openid-configuration';

  const faults: readonly [string, Parameters<Forger['instead']['set']>[1]][] = [
    ['is silent', () => {}],
    ['stops in the middle', (response) => void response.writeHead(200, { 'content-length': 100 }).write('{')],
    ['answers 500', (response) => void response.writeHead(500).end('{}')],
    ['answers 503', (response) => void response.writeHead(503).end('{}')],
    ['answers 429', (response) => void response.writeHead(429).end('{}')],
    ['sends elsewhere', (response) => void response.writeHead(302, { location: 'https://evil.example' }).end()],
    ['cuts the connection', (response) => void response.destroy()],
    [
      'says more than anyone reads',
      (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('x'.repeat(600_000)),
    ],
  ];

  for (const [what, fault] of faults) {
    test(`leaving: it ${what}`, async () => {
      const sso = corp(forger.issuer, settings);
      forger.instead.set(METADATA, fault);
      await expect(leave(sso)).rejects.toEqual(unavailable);
      // The fault is not cached: the next attempt asks the provider again.
      forger.instead.clear();
      expect((await leave(sso)).location.pathname).toBe('/auth');
    });

    test.each(['/token', '/jwks', '/me'])(`coming back: it ${what} at %s`, async (path) => {
      const sso = corp(forger.issuer, settings);
      const { kept } = await left(sso);
      forger.instead.set(path, fault);
      await expect(judge(sso, { kept, parameters: callback })).rejects.toEqual(unavailable);
      forger.instead.clear();
      const asked = forger.asked.get(METADATA) ?? 0;
      expect((await judge(sso, { kept, parameters: callback })).outcome).toBe('signed-in');
      // The fault discarded the discovery document, so `finish` read the document again.
      expect(forger.asked.get(METADATA)).toBe(asked + 1);
    });
  }

  test.each(['temporarily_unavailable', 'server_error'])('X45 it says that it is out of order: %s', async (error) => {
    const sso = corp(forger.issuer);
    const { kept } = await left(sso);
    const judged = judge(sso, { kept, parameters: { state: STATE, error } });
    await expect(judged).rejects.toEqual(unavailable);
    await expect(judged).rejects.toMatchObject({
      cause: { message: `the provider sent the person back with ${error}` },
    });
    // Nobody but the browser of the flow can say so.
    const foreign = await judge(sso, { kept, parameters: { state: 'of another', error } });
    expect(foreign.outcome).toBe('refused');
    const body = JSON.stringify({ error });
    const json = { 'content-type': 'application/json' };
    forger.instead.set('/token', (response) => response.writeHead(400, json).end(body));
    const token = judge(sso, { kept, parameters: callback });
    await expect(token).rejects.toMatchObject({ cause: { message: `the provider answered ${error}` } });
  });

  test('X7 its page had expired: Keycloak says so as `temporarily_unavailable`', async () => {
    const sso = corp(forger.issuer);
    const { kept } = await left(sso);
    const keycloak = { error: 'temporarily_unavailable', error_description: 'authentication_expired' };
    expect(await judge(sso, { kept, parameters: { state: STATE, ...keycloak } })).toEqual({ outcome: 'expired' });
    const other = { ...keycloak, error: 'invalid_request' };
    expect(await judge(sso, { kept, parameters: { state: STATE, ...other } })).toMatchObject({ outcome: 'refused' });
  });

  test.each([
    ['no keys', {}],
    ['keys that are no list', { keys: 'k1' }],
    ['keys that are no objects', { keys: ['k1'] }],
    ['keys of which one is no object', { keys: [{}, []] }],
    ['more than 200 keys', { keys: Array.from({ length: 201 }, () => ({})) }],
    ['a list', []],
  ])('its keys are %s', async (_, published) => {
    const sso = corp(forger.issuer);
    const { kept } = await left(sso);
    forger.published = published;
    await expect(judge(sso, { kept, parameters: callback })).rejects.toEqual(unavailable);
  });

  test.each<[string, Record<string, unknown>]>([
    ['another issuer', { issuer: 'https://evil.example' }],
    ['no issuer', { issuer: undefined }],
    ['no authorization_endpoint', { authorization_endpoint: undefined }],
    ['no token_endpoint', { token_endpoint: 7 }],
    ['no jwks_uri', { jwks_uri: '/jwks' }],
    ['a token endpoint by plain http elsewhere', { token_endpoint: 'http://corp.example/token' }],
    ['keys by plain http elsewhere', { jwks_uri: 'http://corp.example/jwks' }],
    ['a page by plain http elsewhere', { authorization_endpoint: 'http://corp.example/auth' }],
    ['a page that is a script', { authorization_endpoint: 'javascript:alert(1)' }],
    ['a page to sign out that is a script', { end_session_endpoint: 'javascript:alert(1)' }],
  ])('its discovery document names %s', async (_, discovery) => {
    forger.discovery = discovery;
    await expect(leave(corp(forger.issuer))).rejects.toEqual(unavailable);
  });

  test('userinfo by plain http elsewhere is not asked', async () => {
    forger.discovery = { userinfo_endpoint: 'http://corp.example/me' };
    const asked: string[] = [];
    const sso = corp(forger.issuer, {
      fetch: (...request) => {
        asked.push(String(request[0]));
        return fetch(...request);
      },
    });
    const { kept } = await left(sso);
    await expect(judge(sso, { kept, parameters: callback })).rejects.toEqual(unavailable);
    expect(asked.some((address) => address.includes('corp.example'))).toBe(false);
  });

  test('an issuer that stands for every organisation is not believed', async () => {
    const issuer = 'https://login.microsoftonline.com/common/v2.0';
    const document = {
      issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0',
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
    };
    const sso = oidc({
      id: 'corp',
      name: 'Example Corp',
      issuer,
      clientId: 'app',
      fetch: async () => Response.json(document),
    });
    await expect(leave(sso)).rejects.toEqual(unavailable);
  });
});
