import type { GuardOptions } from '@sallyport/http';
import { codeOf, post } from '@sallyport/test-support/adapters/ask';
import { fakeSallyport, live, ORIGIN, SESSION } from '@sallyport/test-support/adapters/fake-sallyport';
import { warnsOfHiddenHeaders } from '@sallyport/test-support/adapters/hidden-headers';
import { hostBegins } from '@sallyport/test-support/adapters/host-begins';
import { listen } from '@sallyport/test-support/adapters/listen';
import { nodeBodies } from '@sallyport/test-support/adapters/node-bodies';
import { reusesChecks } from '@sallyport/test-support/adapters/reuses-checks';
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

nodeBodies<Koa>('Koa', { 'no parser': () => undefined, 'a parser before': bodyparser }, (before) =>
  appWith((app) => {
    app.silent = true;
    before?.(app);
  }),
);

describe('require in Koa', () => {
  async function guarded(strength?: string, options?: GuardOptions) {
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
    // @ts-expect-error a whole number and a unit make a duration
    expect(() => sallyport(fakeSallyport().auth).require('enhanced', { within: 'soon' })).toThrow(InvalidDemand);
    const misspelt = () => sallyport(fakeSallyport().auth).require('enhnaced');
    expect(misspelt).toThrow(UnknownStrength);
    expect(misspelt).toThrow("did you mean 'enhanced'?");
    expect(misspelt).toThrow(expect.objectContaining({ code: 'unknown-strength' }));
  });
});

hostBegins('Koa', (auth) => {
  const app = new Koa();
  const { begin, session } = sallyport(auth);
  app.use(async (ctx) => {
    const stepUp = (await session(ctx)) && { strength: 'enhanced', within: '5m' };
    const begun = await begin(ctx, { continuation: { location: '/on' }, stepUp });
    if (begun.begun) ctx.redirect(begun.answer === undefined ? '/sign-in' : `/${begun.answer.status}`);
  });
  return listen(app.callback());
});

warnsOfHiddenHeaders('Koa', async (auth, cors) => {
  const app = new Koa();
  app.use((ctx, next) => {
    ctx.set(cors);
    return next();
  });
  const site = await listen(app.use(sallyport(auth).require()).callback());
  return (init) => fetch(`${site}/me`, init);
});

reusesChecks('Koa', (auth) => {
  const guard = sallyport(auth);
  const guards = new Map([
    ['/me', guard.require()],
    ['/strong', guard.require('single')],
    ['/recent', guard.require('single', { within: '5m' })],
  ]);
  const app = new Koa();
  app.use((ctx, next) => guards.get(ctx.path)?.(ctx, next));
  app.use((ctx) => {
    ctx.body = 'the host';
  });
  return listen(app.callback());
});
