import { request } from 'node:http';
import { createSallyport, hostCode, isRefusal } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { listen } from '@sallyport/test-support/adapters/listen';
import Koa, { type Middleware } from 'koa';
import { expect, it } from 'vitest';
import { sallyport } from './sallyport.ts';

const PASSWORD = 'correct horse battery staple';

interface Got {
  readonly status: number | undefined;
  readonly text: string;
  readonly cookie?: string | undefined;
}

/** As koa-mount does. */
function mount(prefix: string, app: Middleware): Middleware {
  return async (ctx, next) => {
    if (!ctx.path.startsWith(`${prefix}/`)) return next();
    ctx.path = ctx.path.slice(prefix.length);
    return app(ctx, next);
  };
}

/** Tenants below one origin, by path, with `GET /<tenant>/reports`, `/maybe` and `/begin`. A tenant is called as a page of every tenant is: `/north/reports`, `/reports/reports`. */
async function oneApp() {
  const auth = createSallyport({
    origin: 'http://localhost:3000',
    secrets: ['a secret that is long enough to be one'],
    store: memoryStore(),
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    policy: { administrators: {}, requiredStrength: 'single' },
    logger: { warn: () => undefined, error: () => undefined },
    tenant: ({ path }) => path.split('/')[1] ?? '',
    tenants: { north: {}, reports: {} },
  });
  await auth.ready();
  const eve = { identifier: 'eve@example.org', password: PASSWORD, by: hostCode('host') };
  const created = await auth.people.create({ tenant: 'reports', ...eve });
  if (isRefusal(created)) throw new Error(created.refused);
  const guard = sallyport(auth);
  const withSession = guard.require();
  const app = new Koa();
  for (const name of ['north', 'reports']) {
    app.use(guard.routes({ prefix: `/${name}/auth` }));
    app.use(
      mount(`/${name}`, async (ctx) => {
        if (ctx.path === '/maybe') ctx.body = (await guard.session(ctx)) === undefined ? 'a guest' : 'a session';
        else if (ctx.path === '/begin') {
          if ((await guard.begin(ctx, {})).begun) ctx.body = 'begun';
        } else {
          await withSession(ctx as never, async () => {
            ctx.body = `reports of ${name}`;
          });
        }
      }),
    );
  }
  const site = await listen(app.callback());
  /** Sends a request target as it is: `fetch` would write it anew. */
  const get = (target: string, headers: Record<string, string>): Promise<Got> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(site);
      const asks = request({ hostname, port, path: target, headers }, (reply) => {
        let text = '';
        reply.on('data', (chunk) => {
          text += chunk;
        });
        reply.on('end', () => resolve({ status: reply.statusCode, text, cookie: reply.headers['set-cookie']?.[0] }));
      });
      asks.on('error', reject).end();
    });
  const signedIn = await fetch(`${site}/reports/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sallyport-client': 'token' },
    body: JSON.stringify({ identifier: eve.identifier, password: PASSWORD }),
  });
  const { session } = Object(await signedIn.json());
  return { get, bearer: { authorization: `Bearer ${session.token}` }, close: () => auth.close() };
}

const whole = 'http://localhost:3000';

it.each([
  ['as a path', ''],
  ['as a whole address (RFC 9112 §3.2.2)', whole],
  ['as a whole address in capitals', whole.toUpperCase()],
])('X39 a session of another tenant opens no page of a tenant, whose request names the page %s', async (_, before) => {
  const { get, bearer, close } = await oneApp();
  for (const after of ['', '#x', '?x', '?/north/reports']) {
    const target = (path: string): string => `${before}${path}${after}`;
    expect((await get(target('/north/reports'), bearer)).status, after).toBe(401);
    expect(await get(target('/reports/reports'), bearer), after).toMatchObject({
      status: 200,
      text: 'reports of reports',
    });
  }
  await close();
});

it.each(['', whole])('X39 begins a flow, and finds a session, in the tenant of %j/north alone', async (before) => {
  const { get, bearer, close } = await oneApp();
  for (const after of ['', '#x']) {
    const of = (name: string, path: string) => get(`${before}/${name}/${path}${after}`, bearer);
    expect((await of('reports', 'maybe')).text).toBe('a session');
    expect((await of('north', 'maybe')).text).toBe('a guest');
    const { cookie = '' } = await get(`${before}/north/begin${after}`, {});
    const flow = { cookie: cookie.split(';')[0] ?? '' };
    expect(flow.cookie).toContain('sallyport-flow=');
    const statusIn = async (name: string) => Object(JSON.parse((await get(`/${name}/auth/sign-in`, flow)).text)).status;
    expect([await statusIn('north'), await statusIn('reports')]).toEqual(['open', 410]);
  }
  await close();
});
