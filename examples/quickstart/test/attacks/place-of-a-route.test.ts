import { hostCode, isRefusal, type SallyportOptions } from '@sallyport/engine';
import { sallyport } from '@sallyport/express';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { sharedStore } from '../support/embedded.ts';
import { listens } from '../support/guarded-apps.ts';
import { PASSWORD } from '../support/quickstart.ts';
import { Browser } from '../support/redirected-browser.ts';
import { totpCode } from '../support/totp.ts';

/** The guide: "`path`, for a route that is special: tell a context of its own". */
const POLICY = {
  administrators: {},
  requiredStrength: 'single',
  enrollment: { firstFactor: 'password' },
  contexts: { finance: { requiredStrength: 'enhanced' }, young: { proofsWithin: '5m' } },
} as const;

async function world(policy: SallyportOptions<string>['policy'] = POLICY) {
  const shared = await sharedStore('memory');
  const auth = await shared.start({
    policy,
    contextOf: ({ path = '' }) => [
      ...(path.startsWith('/finance') ? ['finance'] : []),
      ...(path.startsWith('/young') ? ['young'] : []),
    ],
  });
  const app = express();
  const guard = sallyport(auth);
  app.use('/auth', guard.routes());
  app.get('/finance', guard.require('single', { signInPage: '/sign-in' }), (_, res) => void res.json({ ok: true }));
  app.get('/young', guard.require(undefined, { signInPage: '/sign-in' }), (_, res) => void res.json({ ok: true }));
  const dora = new Browser(await listens(app));
  const made = await auth.people.create({ identifier: 'dora@example.org', password: PASSWORD, by: hostCode('test') });
  if (isRefusal(made)) throw new Error(made.refused);
  const credentials = { identifier: 'dora@example.org', password: PASSWORD };
  await dora.asks('POST', '/auth/sign-in', credentials);
  const { body: pending } = await dora.asks('POST', '/auth/enroll/totp', {});
  const secret = String(pending['secret']);
  const confirmed = await dora.asks('POST', '/auth/enroll/totp/confirm', { code: totpCode(secret, shared.now) });
  expect(confirmed.body).toMatchObject({ status: 'complete' });
  shared.now += 60_000;
  await dora.asks('DELETE', '/auth/session');
  expect(await dora.asks('POST', '/auth/sign-in', credentials)).toMatchObject({ body: { status: 'complete' } });
  return { shared, auth, dora, secret };
}

describe('N17 a route with a context of its own', () => {
  it.each([
    ['/finance', 0],
    ['/young', 6 * 60_000],
  ])('%s leads to a step-up that opens the route', async (path, waits) => {
    const { shared, dora, secret } = await world();
    shared.now += waits;
    const first = await dora.asks('GET', path);
    expect(first).toMatchObject({ status: 303, location: expect.stringContaining('/sign-in?next=') });
    // The sign-in page asks for the state of the flow.
    const state = await dora.asks('GET', '/auth/sign-in');
    if (state.body['status'] === 'continue') {
      const accepted = JSON.stringify(state.body['accept']);
      const [method, body] = accepted.includes('totp')
        ? ['totp', { code: totpCode(secret, shared.now) }]
        : ['password', { password: PASSWORD }];
      await dora.asks('POST', `/auth/sign-in/${method}`, body);
    }
    // Now back to the route: the same redirect again would never end.
    expect(await dora.asks('GET', path)).toMatchObject({ status: 200 });
  });
});

describe('N10 a route under a policy that was tightened', () => {
  it('leads to a step-up that opens the route, also where the route names a weaker strength', async () => {
    const { contexts: _, ...rules } = POLICY;
    const loose = { ...rules, onTighten: 'step-up' } as const;
    const { shared, auth, dora, secret } = await world(loose);
    expect(await dora.asks('GET', '/finance')).toMatchObject({ status: 200 });
    const tighter = { ...loose, requiredStrength: 'enhanced' } as const;
    const current = await auth.policy.current('default');
    const saved = await auth.policy.set('default', tighter, { ifVersion: current.version, by: hostCode('test') });
    expect(isRefusal(saved)).toBe(false);
    expect(await dora.asks('GET', '/finance')).toMatchObject({ status: 303 });
    const state = await dora.asks('GET', '/auth/sign-in');
    if (state.body['status'] === 'continue')
      await dora.asks('POST', '/auth/sign-in/totp', { code: totpCode(secret, shared.now) });
    expect(await dora.asks('GET', '/finance')).toMatchObject({ status: 200 });
  });
});
