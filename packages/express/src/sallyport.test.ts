import { createRequire } from 'node:module';
import { codeOf, post } from '@sallyport/test-support/adapters/ask';
import { fakeSallyport, live, ORIGIN, SESSION } from '@sallyport/test-support/adapters/fake-sallyport';
import { warnsOfHiddenHeaders } from '@sallyport/test-support/adapters/hidden-headers';
import { hostBegins } from '@sallyport/test-support/adapters/host-begins';
import { listen } from '@sallyport/test-support/adapters/listen';
import { nodeBodies } from '@sallyport/test-support/adapters/node-bodies';
import { reusesChecks } from '@sallyport/test-support/adapters/reuses-checks';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { describe, expect, it } from 'vitest';
import { InvalidDemand, NotGuarded, UnknownStrength } from './index.ts';
import { sallyport, sessionOf } from './sallyport.ts';

// The package alias `express-4` has no types.
const express4: typeof express = createRequire(import.meta.url)('express-4');

const cookie = `sallyport-session=${SESSION}`;

/** An app with the contract under `/auth`, after the middleware that the test adds. */
async function appWith(before: (app: Express) => void = () => undefined, framework = express) {
  const { auth, heard } = fakeSallyport();
  const app = framework();
  before(app);
  app.use('/auth', sallyport(auth).routes());
  app.get('/', (_, res) => {
    res.send('the host');
  });
  return { site: await listen(app), heard };
}

describe('the routes in Express', () => {
  it('are served below the prefix, and the host has the rest', async () => {
    const { site, heard } = await appWith();
    const response = await post(`${site}/auth/sign-in`, { identifier: 'ada' }, { 'user-agent': 'Firefox' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'complete', session: { accountId: 'a1' } });
    expect(response.headers.getSetCookie()).toEqual([
      `sallyport-session=${SESSION}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600`,
      `sallyport-device=${'d'.repeat(43)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600`,
    ]);
    expect(heard).toMatchObject([
      { caller: { mode: 'cookie', ip: '127.0.0.1', userAgent: 'Firefox' }, input: { identifier: 'ada' } },
    ]);
    const missing = await fetch(`${site}/auth/nothing`);
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    expect(await (await fetch(site)).text()).toBe('the host');
  });

  it('know the prefix they are under, however deep', async () => {
    const { auth } = fakeSallyport();
    const inner = express.Router().use('/auth', sallyport(auth).routes());
    const site = await listen(express().use('/deep', inner));
    const { location } = Object(await (await fetch(`${site}/deep/auth/sign-in?local=0`)).json());
    expect(location).toBe(`${ORIGIN}/deep/auth/sign-in/sso/corp`);
  });

  it('leave the host’s own cookies and headers as they are', async () => {
    const { site } = await appWith((app) => {
      app.use((_, res, next) => {
        res.cookie('own', '1').set('x-own', '2');
        next();
      });
    });
    const { headers } = await post(`${site}/auth/sign-in`, { identifier: 'ada' });
    expect(headers.getSetCookie()).toHaveLength(3);
    expect(headers.getSetCookie()[0]).toBe('own=1; Path=/');
    expect(headers.get('x-own')).toBe('2');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('know the address that the host trusts', async () => {
    const { site, heard } = await appWith((app) => app.set('trust proxy', 'loopback'));
    await post(`${site}/auth/sign-in`, { identifier: 'ada' }, { 'x-forwarded-for': '192.0.2.7' });
    expect(heard[0]?.caller.ip).toBe('192.0.2.7');
  });

  it('keep quiet if the host has answered already', async () => {
    const failures: unknown[] = [];
    const { auth, heard } = fakeSallyport();
    const app = express();
    app.use('/auth/sign-in', (_, res, next) => {
      res.send('the host was first');
      next();
    });
    app.use('/auth', sallyport(auth).routes());
    app.use(((error, _req, _res, _next) => {
      failures.push(error);
    }) satisfies ErrorRequestHandler);
    const site = await listen(app);
    // Loads the routes first. Later requests then read a body at once.
    await fetch(`${site}/auth/openapi.json`);
    expect(await (await post(`${site}/auth/sign-in`, { identifier: 'ada' })).text()).toBe('the host was first');
    await expect.poll(() => heard).toHaveLength(1);
    expect(failures).toEqual([]);
  });

  it('answer HEAD with the headers alone', async () => {
    const { site } = await appWith();
    const response = await fetch(`${site}/auth/openapi.json`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

for (const [name, framework] of [
  ['Express 5', express],
  ['Express 4', express4],
] as const) {
  nodeBodies<Express>(
    name,
    {
      'no parser': () => undefined,
      'express.json() before': (app) => app.use(framework.json()),
      'express.urlencoded() before': (app) => app.use(framework.urlencoded({ extended: true })),
      'express.raw() before': (app) => app.use(framework.raw({ type: '*/*' })),
      'express.text() before': (app) => app.use(framework.text({ type: '*/*' })),
      'express.text() before, for texts alone': (app) => app.use(framework.text()),
    },
    (before) => appWith(before, framework),
  );
}

describe('require in Express', () => {
  async function guarded() {
    const { auth, heard } = fakeSallyport();
    const own = sallyport(auth);
    const app = express();
    app.get('/any', own.require(), (req, res) => {
      res.json({ account: sessionOf(req).accountId });
    });
    app.all('/strong', own.require('phishing-resistant', { within: '5m' }), (_, res) => {
      res.send('in');
    });
    app.post('/recent', own.require(undefined, { within: '1m' }), (_, res) => {
      res.send('in');
    });
    return { site: await listen(app), heard };
  }

  it('puts the session on the request', async () => {
    const { site, heard } = await guarded();
    expect(await (await fetch(`${site}/any`, { headers: { cookie } })).json()).toEqual({ account: live.accountId });
    expect(heard).toMatchObject([{ input: { needs: 'session' } }]);
    const bearer = await fetch(`${site}/recent`, { method: 'POST', headers: { authorization: `Bearer ${SESSION}` } });
    expect(await bearer.text()).toBe('in');
  });

  it('answers the problem itself, and the route is not reached', async () => {
    const { site } = await guarded();
    const nobody = await fetch(`${site}/any`);
    expect([nobody.status, await codeOf(nobody)]).toEqual([401, 'no-session']);
    const weak = await fetch(`${site}/strong`, { headers: { cookie } });
    expect(weak.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_user_authentication", acr_values="phishing-resistant", max_age="300"',
    );
    expect([weak.status, await codeOf(weak)]).toEqual([401, 'insufficient-strength']);
    const foreign = await fetch(`${site}/recent`, {
      method: 'POST',
      headers: { cookie, origin: 'https://evil.example' },
    });
    expect([foreign.status, await codeOf(foreign)]).toEqual([403, 'cross-site']);
  });

  it('X20 without it there is no session to read, neither in the type nor in the route', async () => {
    const asked: unknown[] = [];
    const app = express().get('/open', (req, res) => {
      // @ts-expect-error a route without a guard may have no session
      expect(() => req.sallyport.accountId).toThrow(TypeError);
      try {
        sessionOf(req);
      } catch (error) {
        asked.push(error);
      }
      res.end();
    });
    await fetch(`${await listen(app)}/open`);
    expect(asked).toEqual([expect.any(NotGuarded)]);
    expect(asked[0]).toMatchObject({ code: 'not-guarded', message: expect.stringContaining('guard.require()') });
  });

  it('is refused at start-up if it asks for what cannot be', () => {
    // @ts-expect-error a whole number and a unit make a duration
    expect(() => sallyport(fakeSallyport().auth).require('enhanced', { within: 'soon' })).toThrow(InvalidDemand);
    expect(() => sallyport(fakeSallyport().auth).require('enhanced', Object({ withn: '5m' }))).toThrow(InvalidDemand);
    expect(() => sallyport(fakeSallyport().auth, Object({ addresslimit: {} }))).toThrow("did you mean 'addressLimit'?");
    const misspelt = () => sallyport(fakeSallyport().auth).require('enhnaced');
    expect(misspelt).toThrow(UnknownStrength);
    expect(misspelt).toThrow("did you mean 'enhanced'?");
    expect(misspelt).toThrow(expect.objectContaining({ code: 'unknown-strength' }));
  });
});

hostBegins('Express', (auth) => {
  const app = express();
  const { begin, session } = sallyport(auth);
  app.get('/saml/sso', async (req, res) => {
    const stepUp = (await session(req)) && { strength: 'enhanced', within: '5m' };
    const begun = await begin(req, res, { continuation: { location: '/on' }, stepUp });
    if (begun.begun) res.redirect(begun.answer === undefined ? '/sign-in' : `/${begun.answer.status}`);
  });
  return listen(app);
});

warnsOfHiddenHeaders('Express', async (auth, cors) => {
  const app = express().use((_req, res, next) => next(void res.set(cors)));
  const site = await listen(app.get('/me', sallyport(auth).require()));
  return (init) => fetch(`${site}/me`, init);
});

reusesChecks('Express', (auth) => {
  const guard = sallyport(auth);
  const app = express();
  const answer: express.RequestHandler = (_, res) => void res.send('the host');
  app.all('/me', guard.require(), answer);
  app.all('/strong', guard.require('single'), answer);
  app.all('/recent', guard.require('single', { within: '5m' }), answer);
  return listen(app);
});
