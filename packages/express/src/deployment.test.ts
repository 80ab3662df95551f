import { createSallyportClient } from '@sallyport/browser';
import { createSallyport, hostCode, type SallyportOptions, type SendMail } from '@sallyport/engine';
import { sallyport as fastify } from '@sallyport/fastify';
import { sallyport as hono } from '@sallyport/hono';
import { fetchSallyport, type HttpOptions, relatedOrigins } from '@sallyport/http';
import { sallyport as koa } from '@sallyport/koa';
import { memoryStore } from '@sallyport/storage-memory';
import { codeOf } from '@sallyport/test-support/adapters/ask';
import { listen } from '@sallyport/test-support/adapters/listen';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { sallyport } from './sallyport.ts';

// Tests every deployment in docs/guide/deployment.md, over the real engine.

const APP = 'https://app.example.com';
const SHOP = 'https://shop.example.com';
const ELSEWHERE = 'https://example.net';
const ada = { identifier: 'ada@example.org', email: 'ada@example.org', password: 'correct horse battery staple' };

interface Warning {
  readonly message: string;
  readonly details?: unknown;
}

/** A Sallyport with one account, the mailed codes and the logged warnings. */
async function deployed(options: Partial<SallyportOptions<string>> = {}, tenant?: string) {
  const codes: string[] = [];
  const warnings: Warning[] = [];
  const sendMail: SendMail = (mail) => {
    if ('code' in mail) codes.push(String(mail.code));
  };
  const auth = createSallyport({
    origin: APP,
    secrets: ['a secret of a test, long enough to be taken'],
    store: memoryStore(),
    passwordHashing: { memoryCost: 64, timeCost: 1 },
    policy: { administrators: {}, requiredStrength: 'single' },
    ...(options.tenant === undefined ? { sendMail } : {}),
    logger: { warn: (message, details) => void warnings.push({ message, details }), error: () => undefined },
    ...options,
  });
  await auth.ready();
  await auth.people.create({ ...ada, ...(tenant === undefined ? {} : { tenant }), by: hostCode('host') });
  return { auth, warnings, codes };
}

type Handle = (request: Request) => Promise<Response>;

const ask = (handle: Handle, line: string, headers: Record<string, string> = {}, body?: object): Promise<Response> => {
  const [method = '', url = ''] = line.split(' ');
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  return handle(new Request(url, { method, headers: { ...type, ...headers }, body: JSON.stringify(body) }));
};
const signIn = (handle: Handle, at: string, headers: Record<string, string>): Promise<Response> =>
  ask(handle, `POST ${at}/auth/sign-in`, headers, { identifier: ada.identifier, password: ada.password });
const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
const handlerOf = async (options: Partial<SallyportOptions<string>> = {}, http: HttpOptions = {}) => {
  const { auth, ...noted } = await deployed(options);
  const guard = fetchSallyport(auth, { ...http, basePath: '/auth' });
  return { auth, ...noted, guard, handle: guard.handle };
};

describe('X26 behind a proxy', () => {
  it('the address is the one that the host trusts, and the prefix the one that a browser sees', async () => {
    const { auth } = await deployed();
    const app = express().set('trust proxy', 1);
    app.use('/auth', sallyport(auth, { publicPath: '/app/auth/' }).routes());
    const site = await listen(app);
    const headers = { origin: APP, 'x-forwarded-for': '192.0.2.7' };
    const done = await signIn((request) => fetch(request), site, headers);
    const seen = await fetch(`${site}/auth/account/sessions`, { headers: { cookie: cookiesOf(done) } });
    expect(JSON.stringify(await seen.json())).toContain('192.0.2.7');
    const described = Object(await (await fetch(`${site}/auth/openapi.json`)).json());
    expect(described.servers).toEqual([{ url: `${APP}/app/auth` }]);
  });
});

describe('X26 a prefix', () => {
  it.each(['app/auth', 'https://app.example.com/auth', '//example.net', '/auth?', '/a b', '/\\example.net'])(
    'of %s is refused at start-up: no request comes below it, and callbacks would lead to another host',
    async (path) => {
      const { auth } = await deployed();
      const refused = expect.objectContaining({ code: 'invalid-path' });
      for (const make of [sallyport, koa, hono, fastify])
        expect(() => make(auth, { publicPath: path })).toThrow(refused);
      expect(() => fetchSallyport(auth, { basePath: path })).toThrow(refused);
      expect(() => koa(auth).routes({ prefix: path })).toThrow(refused);
      expect(() => hono(auth).routes({ prefix: path })).toThrow(refused);
    },
  );
});

describe('X26 one sign-in for subdomains', () => {
  it('has cookies of their domain, and a guard that reads them', async () => {
    const { guard, handle } = await handlerOf({ trustedOrigins: [SHOP] }, { cookieDomain: 'example.com' });
    const done = await signIn(handle, APP, { origin: APP });
    for (const line of done.headers.getSetCookie()) {
      expect(line).toMatch(
        /^__Secure-sallyport-\w+\.example\.com=[^;]+; Path=\/; Domain=example\.com; HttpOnly; SameSite=Lax; Secure/,
      );
    }
    const me = guard.require()((session) => Response.json({ account: session.accountId }));
    const cookie = cookiesOf(done);
    expect((await me(new Request(`${SHOP}/me`, { method: 'POST', headers: { cookie, origin: SHOP } }))).status).toBe(
      200,
    );
    const out = await ask(handle, `DELETE ${APP}/auth/session`, { cookie, origin: SHOP });
    expect(out.headers.getSetCookie().join()).toContain(
      '__Secure-sallyport-session.example.com=; Path=/; Domain=example.com',
    );
  });

  it.each(['example.org', 'com', 'pp.example.com', '.example.com'])(
    'refuses the domain %s at start-up',
    async (domain) => {
      const { auth } = await deployed();
      // The error comes before a route is served or guarded. Otherwise an app that only guards routes would fail at every request.
      for (const make of [sallyport, koa, hono, fastify])
        expect(() => make(auth, { cookieDomain: domain })).toThrow(
          expect.objectContaining({ code: 'invalid-cookie-domain' }),
        );
    },
  );
});

describe('X26 a page on another origin', () => {
  it('that is trusted asks with the cookies of its browser, by the client', async () => {
    const { handle } = await handlerOf({ trustedOrigins: [SHOP] });
    const preflight = await ask(handle, `OPTIONS ${APP}/auth/sign-in`, {
      origin: SHOP,
      'access-control-request-method': 'POST',
    });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': SHOP,
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': expect.stringContaining('Content-Type'),
      vary: 'Origin',
    });
    const sent: (RequestInit | undefined)[] = [];
    const answers: Response[] = [];
    const client = createSallyportClient({
      baseUrl: `${APP}/auth`,
      credentials: 'include',
      fetch: async (url, init) => {
        sent.push(init);
        const answer = await handle(new Request(url, { ...init, headers: { ...Object(init?.headers), origin: SHOP } }));
        answers.push(answer);
        return answer;
      },
    });
    expect((await client.signIn.begin({ identifier: ada.identifier, password: ada.password })).status).toBe('complete');
    expect(sent).toMatchObject([{ credentials: 'include' }]);
    expect(answers[0]?.headers.get('access-control-allow-origin')).toBe(SHOP);
  });

  it('of another site takes tokens, since no browser sends it cookies', async () => {
    const { guard, handle } = await handlerOf({ trustedOrigins: [ELSEWHERE] });
    const done = await signIn(handle, APP, { origin: ELSEWHERE, 'sallyport-client': 'token' });
    expect(done.headers.getSetCookie()).toEqual([]);
    const { session } = Object(await done.json());
    const me = guard.require()(() => new Response('in'));
    const headers = { authorization: `Bearer ${session.token}`, origin: ELSEWHERE };
    expect((await me(new Request(`${APP}/me`, { method: 'POST', headers }))).status).toBe(200);
  });

  it('that is not trusted is refused, and the logger is told what was expected and what came', async () => {
    const { handle, warnings } = await handlerOf({ trustedOrigins: [SHOP] });
    const refused = await signIn(handle, APP, { origin: `${ELSEWHERE}\u0085${'x'.repeat(300)}` });
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'cross-site']);
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    expect(warnings).toEqual([
      {
        message: 'a request was refused as cross-site',
        details: {
          code: 'cross-site',
          expected: [APP, SHOP],
          origin: `${ELSEWHERE} ${'x'.repeat(200 - ELSEWHERE.length - 1)}`,
          fetchSite: 'absent',
          method: 'POST',
          path: '/auth/sign-in',
          instance: expect.stringMatching(/^urn:uuid:/),
          wayOut: expect.stringContaining('`trustedOrigins`'),
        },
      },
    ]);
    const preflight = await ask(handle, `OPTIONS ${APP}/auth/sign-in`, {
      origin: ELSEWHERE,
      'access-control-request-method': 'POST',
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('that is not trusted and reads, or asks by a preflight, is told to the logger once', async () => {
    const { handle, warnings } = await handlerOf({ trustedOrigins: [SHOP] });
    const preflight = (origin: string) =>
      ask(handle, `OPTIONS ${APP}/auth/sign-in`, { origin, 'access-control-request-method': 'POST' });
    const reads = (origin: string) => ask(handle, `GET ${APP}/auth/sign-in`, { origin });
    for (const origin of [SHOP, APP]) await Promise.all([preflight(origin), reads(origin)]);
    expect(warnings).toEqual([]);
    for (const asks of [preflight, reads, reads]) await asks(ELSEWHERE);
    expect(warnings).toEqual([
      {
        message: 'a page of an origin that is not trusted asks the contract: its browser hides the answers',
        details: {
          code: 'untrusted-origin',
          expected: [APP, SHOP],
          origin: ELSEWHERE,
          wayOut: expect.stringContaining('`trustedOrigins`'),
        },
      },
    ]);
    for (let number = 0; number < 50; number++) await reads(`https://${number}.example`);
    expect(warnings).toHaveLength(20);
  });

  it('that is `origin` itself, with the contract elsewhere, is told to the logger once', async () => {
    const { handle, warnings } = await handlerOf({ trustedOrigins: [SHOP] });
    const reads = (site: string) => ask(handle, `GET ${APP}/auth/sign-in`, { origin: APP, 'sec-fetch-site': site });
    await reads('same-origin');
    expect(warnings).toEqual([]);
    for (const site of ['same-site', 'cross-site']) await reads(site);
    const wayOut = expect.stringContaining('`trustedOrigins`');
    expect(warnings).toMatchObject([{ details: { code: 'origin-of-page', origin: APP, wayOut } }]);
  });

  it('that is trusted and of another site, and asks without a token, is told to the logger once', async () => {
    const { handle, warnings } = await handlerOf({ trustedOrigins: [ELSEWHERE] });
    const asks = (headers: Record<string, string>) =>
      ask(handle, `GET ${APP}/auth/sign-in`, { origin: ELSEWHERE, ...headers });
    const site = { 'sec-fetch-site': 'cross-site' };
    const kept: readonly Record<string, string>[] = [
      {},
      { 'sec-fetch-site': 'same-site' },
      { ...site, 'sallyport-client': 'token' },
    ];
    for (const headers of [...kept, { ...site, cookie: 'a=b' }]) await asks(headers);
    expect(warnings).toEqual([]);
    for (let turn = 0; turn < 3; turn++) await asks(site);
    const wayOut = expect.stringContaining('tokens');
    expect(warnings).toMatchObject([{ details: { code: 'cookies-not-kept', origin: ELSEWHERE, wayOut } }]);
  });

  it.each([
    [{ trustedOrigins: ['shop.example.com'] }, 'bad-origin'],
    [{ trustedOrigins: ['http://shop.example.com'] }, 'insecure-origin'],
    [{ rpId: 'com' }, 'bad-rp-id'],
    [{ rpId: 'example.org' }, 'bad-rp-id'],
  ])('is refused at start-up where it is none: %j', async (options, code) => {
    await expect(deployed(options)).rejects.toMatchObject({ code });
  });
});

describe('X26 passkeys of related origins', () => {
  it('work on the trusted origins, and on no other', async () => {
    const { auth, handle, codes } = await handlerOf({ trustedOrigins: [ELSEWHERE], rpId: 'example.com' });
    expect(relatedOrigins(auth)).toEqual({ origins: [APP, ELSEWHERE] });
    const session = cookiesOf(await signIn(handle, APP, { origin: APP }));
    const up = await ask(
      handle,
      `POST ${APP}/auth/step-up`,
      { origin: APP, cookie: session },
      { strength: 'enhanced' },
    );
    const begun = { origin: APP, cookie: `${session}; ${cookiesOf(up)}` };
    await ask(handle, `POST ${APP}/auth/sign-in/email-code/send`, begun);
    const code = codes.at(-1);
    const proved = await ask(handle, `POST ${APP}/auth/sign-in/email-code`, begun, { code });
    const headers = { origin: APP, cookie: `${session}; ${cookiesOf(proved)}` };
    const authenticator = createAuthenticator();
    const enroll = await ask(handle, `POST ${APP}/auth/enroll/passkey/options`, headers, {});
    const options = Object(await enroll.json());
    expect(options.rp.id).toBe('example.com');
    const response = await authenticator.create(options, { origin: APP });
    expect((await ask(handle, `POST ${APP}/auth/enroll/passkey`, headers, { response })).status).toBe(200);

    /** Signs in as a browser at a related origin, which accepts the app's RP ID because of `/.well-known/webauthn`. */
    const signInFrom = async (origin: string) => {
      const page = { origin: ELSEWHERE, 'sallyport-client': 'token' };
      const begun = await ask(handle, `POST ${APP}/auth/sign-in/passkey/options`, page, {});
      const asked = Object(await begun.json());
      const flow = begun.headers.get('sallyport-flow') ?? Object(asked.flow).token;
      const proof = await authenticator.get(asked, { origin: APP, tamper: { origin } });
      const headers = { ...page, ...(flow === undefined ? {} : { 'sallyport-flow': flow }) };
      return ask(handle, `POST ${APP}/auth/sign-in/passkey`, headers, { ...proof, clientExtensionResults: {} });
    };
    expect(await (await signInFrom(ELSEWHERE)).json()).toMatchObject({ status: 'complete' });
    expect((await signInFrom('https://evil.example')).status).toBe(401);
  });
});

describe('X26 several Sallyports in one process', () => {
  it('serve a tenant each, by host name, out of one store', async () => {
    const store = memoryStore();
    const hosts = new Map<string, Handle>();
    for (const name of ['north', 'south']) {
      const origin = `https://${name}.example.com`;
      const { auth } = await deployed({ origin, store, tenant: () => name, tenants: { [name]: {} } }, name);
      hosts.set(`${name}.example.com`, fetchSallyport(auth, { basePath: '/auth' }).handle);
    }
    const handle: Handle = async (request) =>
      (await hosts.get(new URL(request.url).hostname)?.(request)) ?? new Response(null, { status: 421 });
    const [north, south] = ['https://north.example.com', 'https://south.example.com'];
    const cookie = cookiesOf(await signIn(handle, north, { origin: north }));
    expect((await ask(handle, `GET ${north}/auth/session`, { cookie })).status).toBe(200);
    expect((await ask(handle, `GET ${south}/auth/session`, { cookie })).status).toBe(401);
    expect(await codeOf(await signIn(handle, south, { origin: north }))).toBe('cross-site');
    expect((await ask(handle, 'GET https://west.example.com/auth/session')).status).toBe(421);
  });

  it('are two apps, which share nothing', async () => {
    const one = await handlerOf();
    const other = await handlerOf({ origin: SHOP });
    const cookie = cookiesOf(await signIn(one.handle, APP, { origin: APP }));
    expect((await ask(one.handle, `GET ${APP}/auth/session`, { cookie })).status).toBe(200);
    expect((await ask(other.handle, `GET ${SHOP}/auth/session`, { cookie })).status).toBe(401);
  });
});
