import { fakeSallyport, live, ORIGIN, SESSION } from '@sallyport/test-support/adapters/fake-sallyport';
import { dial, firstWords, listen } from '@sallyport/test-support/adapters/listen';
import Koa from 'koa';
import { describe, expect, it } from 'vitest';
import { InvalidDemand, UnknownStrength } from './index.ts';
import { sallyport } from './sallyport.ts';

const cookie = `sallyport-session=${SESSION}`;

/** An app with the contract under `/auth`, after the middleware that the test adds. */
async function appWith(before: (app: Koa) => void = () => undefined) {
  const { auth, heard } = fakeSallyport();
  const app = new Koa();
  before(app);
  app.use(sallyport(auth).routes({ prefix: '/auth' }));
  app.use((ctx) => {
    ctx.body = 'the host';
  });
  return { site: await listen(app.callback()), heard };
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { origin: ORIGIN, 'content-type': 'application/json', ...headers },
  });
const codeOf = async (response: Response): Promise<unknown> => Object(await response.json()).code;

describe('the routes in Koa', () => {
  it('are served below the prefix, and the host has the rest', async () => {
    const { site, heard } = await appWith();
    const response = await post(`${site}/auth/sign-in`, { identifier: 'ada' }, { 'user-agent': 'Firefox' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({ status: 'complete', session: { accountId: 'a1' } });
    expect(response.headers.getSetCookie()).toEqual([
      `sallyport-session=${SESSION}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600`,
      `sallyport-device=${'d'.repeat(43)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600`,
    ]);
    expect(heard).toMatchObject([{ caller: { mode: 'cookie', userAgent: 'Firefox' }, input: { identifier: 'ada' } }]);
    const missing = await fetch(`${site}/auth/nothing`);
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    expect(await (await fetch(`${site}/authority`)).text()).toBe('the host');
  });

  it('know the prefix they are under, whoever takes it off', async () => {
    const { auth } = fakeSallyport();
    const app = new Koa();
    app.use(async (ctx, next) => {
      // As koa-mount does.
      ctx.path = ctx.path.replace(/^\/deep/, '');
      await next();
    });
    app.use(sallyport(auth).routes({ prefix: '/auth/' }));
    const site = await listen(app.callback());
    const { location } = Object(await (await fetch(`${site}/deep/auth/sign-in?local=0`)).json());
    expect(location).toBe(`${ORIGIN}/deep/auth/sign-in/sso/corp`);
    const bare = new Koa();
    bare.use((ctx, next) => {
      ctx.path = ctx.path.replace(/^\/auth/, '');
      return sallyport(auth).routes()(ctx, next);
    });
    const other = Object(await (await fetch(`${await listen(bare.callback())}/auth/sign-in`)).json());
    expect(other.location).toBe(`${ORIGIN}/auth/sign-in/sso/corp`);
  });

  it('leave the host’s own cookies and headers as they are', async () => {
    const { site } = await appWith((app) => {
      app.use((ctx, next) => {
        ctx.cookies.set('own', '1');
        ctx.set('x-own', '2');
        return next();
      });
    });
    const { headers } = await post(`${site}/auth/sign-in`, { identifier: 'ada' });
    expect(headers.getSetCookie()).toHaveLength(3);
    expect(headers.get('x-own')).toBe('2');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('know the address that the host trusts', async () => {
    const { site, heard } = await appWith((app) => {
      app.proxy = true;
    });
    await post(`${site}/auth/sign-in`, { identifier: 'ada' }, { 'x-forwarded-for': '192.0.2.7' });
    expect(heard[0]?.caller.ip).toBe('192.0.2.7');
  });

  it('answer HEAD with the headers alone', async () => {
    const { site } = await appWith();
    const response = await fetch(`${site}/auth/openapi.json`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

/** Sets `request.body` as koa-bodyparser does: the JSON, or `{}` for another content type. */
function bodyparser(app: Koa): void {
  app.use(async (ctx, next) => {
    const json = ctx.is('json') === 'json';
    const chunks: Buffer[] = [];
    if (json) for await (const chunk of ctx.req) chunks.push(chunk);
    Object.assign(ctx.request, { body: json ? JSON.parse(Buffer.concat(chunks).toString() || '{}') : {} });
    await next();
  });
}

describe('a body in Koa', () => {
  it.each([
    ['no parser', () => undefined],
    ['a parser before', bodyparser],
  ] as const)('is read with %s, as strictly', async (_, before) => {
    const { site, heard } = await appWith(before);
    const url = `${site}/auth/sign-in`;
    expect((await post(url, { identifier: 'ada' })).status).toBe(200);
    expect(heard).toMatchObject([{ input: { identifier: 'ada' } }]);
    expect(await codeOf(await post(url, { identifier: 'ada', surplus: 1 }))).toBe('malformed-input');
    expect(await codeOf(await post(url, '{"identifier":"ada","__proto__":{"password":"x"}}'))).toBe('malformed-input');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await codeOf(await post(url, 'identifier=ada', form))).toBe('unsupported-media-type');
    expect(await codeOf(await post(url, { identifier: 'a'.repeat(70_000) }))).toBe('too-large');
    const empty = await fetch(`${site}/auth/sign-in/email-code/send`, { method: 'POST', headers: { origin: ORIGIN } });
    expect(empty.status).toBe(200);
    expect(heard).toHaveLength(2);
  });

  it('of many megabytes is answered 413, to a client that sends it all first', async () => {
    const { site } = await appWith();
    for (let round = 0; round < 5; round += 1) {
      expect(await codeOf(await post(`${site}/auth/sign-in`, ' '.repeat(5_000_000)))).toBe('too-large');
    }
  });

  it('without end is answered 413 while it still comes, and the connection goes on', async () => {
    const { site } = await appWith();
    const socket = await dial(site);
    const chunk = `4000\r\n${' '.repeat(0x4000)}\r\n`;
    socket.write(`POST /auth/sign-in HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\n`);
    socket.write('Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n');
    const answer = firstWords(socket);
    const sending = setInterval(() => socket.write(chunk), 1);
    try {
      expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
    } finally {
      clearInterval(sending);
    }
    // Sends more than all buffers hold, so the server must read and discard the body.
    for (let sent = 0; sent < 1_000; sent += 1) socket.write(chunk);
    socket.write('0\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await firstWords(socket)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('that breaks off harms no one', async () => {
    const { site, heard } = await appWith((app) => {
      app.silent = true;
    });
    for (const sent of ['', '{"identi']) {
      const socket = await dial(site);
      socket.write(`POST /auth/sign-in HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\n`);
      socket.write(`Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n${sent}`);
      await new Promise((later) => setTimeout(later, 50));
      socket.destroy();
    }
    await new Promise((later) => setTimeout(later, 50));
    expect((await post(`${site}/auth/sign-in`, { identifier: 'ada' })).status).toBe(200);
    expect(heard).toHaveLength(1);
  });
});

describe('require in Koa', () => {
  async function guarded(strength?: string, options?: { within: string }) {
    const { auth, heard } = fakeSallyport();
    const app = new Koa();
    app.use(sallyport(auth).require(strength, options)).use((ctx) => {
      ctx.body = { account: ctx.state.sallyport.accountId };
    });
    return { site: await listen(app.callback()), heard };
  }

  it('puts the session into the state', async () => {
    const { site, heard } = await guarded();
    expect(await (await fetch(site, { headers: { cookie } })).json()).toEqual({ account: live.accountId });
    expect(heard).toMatchObject([{ input: { needs: 'session' } }]);
    const recent = await guarded(undefined, { within: '1m' });
    const headers = { authorization: `Bearer ${SESSION}` };
    expect((await fetch(recent.site, { method: 'POST', headers })).status).toBe(200);
  });

  it('answers the problem itself, and the route is not reached', async () => {
    const { site } = await guarded('phishing-resistant', { within: '5m' });
    const nobody = await fetch(site);
    expect([nobody.status, await codeOf(nobody)]).toEqual([401, 'no-session']);
    const weak = await fetch(site, { headers: { cookie } });
    expect(weak.headers.get('content-type')).toBe('application/problem+json');
    expect(weak.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_user_authentication", acr_values="phishing-resistant", max_age="300"',
    );
    expect([weak.status, await codeOf(weak)]).toEqual([401, 'insufficient-strength']);
    const foreign = await fetch(site, { method: 'POST', headers: { cookie, origin: 'https://evil.example' } });
    expect([foreign.status, await codeOf(foreign)]).toEqual([403, 'cross-site']);
  });

  it('is refused at start-up if it asks for what cannot be', () => {
    expect(() => sallyport(fakeSallyport().auth).require('enhanced', { within: 'soon' })).toThrow(InvalidDemand);
    const misspelt = () => sallyport(fakeSallyport().auth).require('enhnaced');
    expect(misspelt).toThrow(UnknownStrength);
    expect(misspelt).toThrow("did you mean 'enhanced'?");
    expect(misspelt).toThrow(expect.objectContaining({ code: 'unknown-strength' }));
  });
});

describe('what host code begins in Koa', () => {
  const beginning = async () => {
    const { auth, heard } = fakeSallyport();
    const app = new Koa();
    const { begin, session } = sallyport(auth);
    app.use(async (ctx) => {
      const stepUp = (await session(ctx)) && { strength: 'enhanced', within: '5m' };
      const begun = await begin(ctx, { continuation: { location: '/on' }, stepUp });
      if (begun.begun) ctx.redirect(begun.answer === undefined ? '/sign-in' : `/${begun.answer.status}`);
    });
    const site = await listen(app.callback());
    const ask = (headers: Record<string, string>) => fetch(`${site}/saml/sso`, { headers, redirect: 'manual' });
    return { ask, heard };
  };

  it('is a sign-in with a continuation, and its cookie is set', async () => {
    const { ask, heard } = await beginning();
    const response = await ask({});
    expect([response.status, response.headers.get('location')]).toEqual([302, '/sign-in']);
    expect(response.headers.getSetCookie()).toEqual([
      `sallyport-flow=${'f'.repeat(43)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600`,
    ]);
    expect(heard.at(-1)?.input).toEqual({ continuation: { location: '/on' } });
  });

  it('is a step-up of the session that is there', async () => {
    const { ask, heard } = await beginning();
    const response = await ask({ cookie });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/complete']);
    expect(response.headers.getSetCookie().join()).toContain('sallyport-session=');
    expect(heard.at(-1)?.input).toEqual({ continuation: { location: '/on' }, strength: 'enhanced', within: 300_000 });
  });

  it('is nothing where a request says who it is in two ways', async () => {
    const { ask } = await beginning();
    const response = await ask({ cookie, authorization: `Bearer ${'t'.repeat(43)}` });
    expect(response.status).toBe(400);
    expect(await codeOf(response)).toBe('malformed-input');
  });
});
