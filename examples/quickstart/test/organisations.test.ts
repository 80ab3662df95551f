import type { RequestListener } from 'node:http';
import { hostCode, isRefusal, type Sallyport } from '@sallyport/engine';
import { sallyport as onExpress } from '@sallyport/express';
import { sallyport as onKoa } from '@sallyport/koa';
import express from 'express';
import Koa from 'koa';
import { describe, expect, it } from 'vitest';
import { type SharedStore, STORES, sharedStore } from './support/embedded.ts';
import { listens, Program } from './support/guarded-apps.ts';
import { PASSWORD } from './support/quickstart.ts';
import { totpCode } from './support/totp.ts';

const FROM = '192.0.2.7';
const by = hostCode('test');

const POLICY = {
  administrators: {},
  requiredStrength: 'single',
  enrollment: { firstFactor: 'password' },
  organisations: { roles: { owner: {}, finance: {} }, administrators: { rule: ['owner'], people: ['owner'] } },
} as const;

const APPS: Readonly<Record<string, (auth: Sallyport) => RequestListener>> = {
  express(auth) {
    const guard = onExpress(auth);
    const app = express();
    app.use('/auth', guard.routes());
    app.get('/me', guard.require(), (req, res) => void res.json(req.sallyport));
    app.get('/query', guard.require({ in: (req) => req.query['org'] }), (req, res) => void res.json(req.sallyport));
    app.get('/:org', guard.require({ in: (req) => req.params['org'] }), (req, res) => void res.json(req.sallyport));
    app.get('/:org/payout', guard.require('enhanced', { within: '5m', in: (req) => req.params['org'] }), (req, res) => {
      res.json(req.sallyport);
    });
    return app;
  },
  koa(auth) {
    const guard = onKoa(auth);
    const app = new Koa();
    app.use(guard.routes({ prefix: '/auth' }));
    const plain = guard.require();
    const inQuery = guard.require({ in: (ctx) => ctx.query['org'] });
    const inPath = guard.require({ in: (ctx) => decodeURIComponent(ctx.path.split('/')[1] ?? '') });
    const payout = guard.require('enhanced', { within: '5m', in: (ctx) => ctx.path.split('/')[1] });
    app.use((ctx, next) => {
      if (ctx.path === '/me') return plain(ctx, next);
      if (ctx.path === '/query') return inQuery(ctx, next);
      return ctx.path.endsWith('/payout') ? payout(ctx, next) : inPath(ctx, next);
    });
    app.use((ctx) => {
      ctx.body = ctx.state['sallyport'];
    });
    return app.callback();
  },
};

async function serve(
  shared: SharedStore,
  makeApp: (auth: Sallyport) => RequestListener,
  options: Parameters<SharedStore['start']>[0] = {},
) {
  const auth = await shared.start({ policy: POLICY, ...options });
  const made = await auth.people.create({ identifier: 'ada@example.org', password: PASSWORD, by });
  if (isRefusal(made)) throw new Error(made.refused);
  const { accountId } = made;
  for (const [id, rule] of [
    ['acme', { requiredStrength: 'enhanced' }],
    ['plain', {}],
    ['others', {}],
  ] as const)
    await auth.organisations.create({ id, rule, by });
  for (const id of ['acme', 'plain'])
    await auth.organisations.members.set(id, { accountId }, { roles: ['finance'], by });
  const url = await listens(makeApp(auth));
  const ada = new Program(url);
  const credentials = { identifier: 'ada@example.org', password: PASSWORD };
  expect(await ada.asks(FROM, 'POST', '/auth/sign-in', credentials)).toMatchObject({ body: { status: 'complete' } });
  return { auth, url, ada, accountId };
}

describe.each(STORES)('X41 over HTTP, on %s', (kind) => {
  it.each(Object.entries(APPS))('with %s, a session steps up at the door of an organisation', async (_, makeApp) => {
    const shared = await sharedStore(kind);
    const { auth, url, ada, accountId } = await serve(shared, makeApp);
    const { body: me } = await ada.asks(FROM, 'GET', '/me');
    expect(me).not.toHaveProperty('organisation');
    expect(await ada.asks(FROM, 'GET', '/plain')).toMatchObject({
      status: 200,
      body: { id: me['id'], organisation: { id: 'plain', roles: ['finance'] } },
    });
    expect(await ada.asks(FROM, 'GET', '/query?org=plain')).toMatchObject({ status: 200 });

    const others = await ada.asks(FROM, 'GET', '/others');
    expect(others).toMatchObject({ status: 403, body: { code: 'not-a-member' } });
    const { instance: __, ...problem } = others.body;
    for (const path of [
      '/unknown',
      '/Acme',
      '/acme%00',
      '/ac%6de%20',
      `/${'x'.repeat(5_000)}`,
      '/query',
      '/query?org=plain&org=acme',
    ]) {
      const { status, body } = await ada.asks(FROM, 'GET', path);
      const { instance: ___, ...same } = body;
      expect({ path, status, same }).toEqual({ path, status: 403, same: problem });
    }

    const roles = ['finance'];
    const mine = async () => (await ada.asks(FROM, 'GET', '/auth/organisations')).body['organisations'];
    const refused = await ada.asks(FROM, 'GET', '/acme');
    const { demand, because } = refused.body;
    expect(await mine()).toEqual([
      { id: 'acme', roles, since: expect.any(String), enters: false, demand, because },
      { id: 'plain', roles, since: expect.any(String), enters: true },
    ]);
    expect(refused).toMatchObject({
      status: 401,
      challenge: expect.stringContaining('acr_values="enhanced"'),
      body: {
        code: 'insufficient-strength',
        in: 'acme',
        demand: { strengths: ['enhanced'] },
        because: [{ code: 'strength-required', source: { organisation: 'acme' } }],
      },
    });
    expect(await ada.asks(FROM, 'POST', '/auth/step-up', { strength: 'enhanced', in: 'others' })).toMatchObject({
      status: 403,
      body: { code: 'not-a-member' },
    });
    expect(await ada.asks(FROM, 'POST', '/auth/step-up', { strength: 'enhanced', in: 'acme' })).toMatchObject({
      body: { status: 'enroll' },
    });
    const { body: pending } = await ada.asks(FROM, 'POST', '/auth/enroll/totp', {});
    const code = totpCode(String(pending['secret']), shared.now);
    expect(await ada.asks(FROM, 'POST', '/auth/enroll/totp/confirm', { code })).toMatchObject({
      body: { status: 'complete' },
    });
    for (const path of ['/acme', '/plain', '/me', '/acme/payout'])
      expect(await ada.asks(FROM, 'GET', path)).toMatchObject({ status: 200, body: { id: me['id'] } });
    expect(await mine()).toMatchObject([
      { id: 'acme', enters: true },
      { id: 'plain', enters: true },
    ]);
    shared.now += 6 * 60_000;
    expect(await ada.asks(FROM, 'GET', '/acme/payout')).toMatchObject({ status: 401, body: { in: 'acme' } });
    expect(await ada.asks(FROM, 'GET', '/acme')).toMatchObject({ status: 200 });

    await auth.organisations.members.remove('acme', { accountId }, { by });
    expect(await ada.asks(FROM, 'GET', '/acme')).toMatchObject({ status: 403, body: { code: 'not-a-member' } });
    expect(await mine()).toMatchObject([{ id: 'plain' }]);
    expect(await ada.asks(FROM, 'GET', '/me')).toMatchObject({ status: 200 });
    const nobody = new Program(url);
    expect(await nobody.asks(FROM, 'GET', '/auth/organisations')).toMatchObject({ status: 401 });
  });

  it.each(Object.entries(APPS))('with %s, the host that keeps the members has the list', async (_, makeApp) => {
    const memberRoles = async () => ['finance'];
    const { ada } = await serve(await sharedStore(kind), makeApp, { memberRoles });
    expect(await ada.asks(FROM, 'GET', '/plain')).toMatchObject({ status: 200 });
    expect(await ada.asks(FROM, 'GET', '/auth/organisations')).toMatchObject({
      status: 409,
      body: { code: 'roles-from-host' },
    });
  });
});
