import { instant } from '@sallyport/core';
import { hostCode, isRefusal, type SignInProvider } from '@sallyport/engine';
import { outsideNetworks, toldWhere } from '@sallyport/engine/conditions';
import { sallyport } from '@sallyport/express';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { STORES, sharedStore } from '../support/embedded.ts';
import { listens } from '../support/guarded-apps.ts';
import { PASSWORD } from '../support/quickstart.ts';
import { Browser } from '../support/redirected-browser.ts';

// The guide of providers about Google: "A recent proof needs `auth_time`, which Google does not promise. People step up with a factor of your app." The
// policy asks for young proofs outside of the office, and a route of the app for a proof of the last minutes.

const OFFICE = '192.0.2.7';
const ELSEWHERE = '203.0.113.9';

const POLICY = {
  administrators: {},
  requiredStrength: 'single',
  contexts: { outside: { proofsWithin: '10m' } },
} as const;

/** Signs everybody in as Eva, and states no date. */
const CORP: SignInProvider = {
  id: 'corp',
  name: 'Corp',
  kind: 'oidc',
  roles: [],
  begin: async ({ state }) => ({ location: `https://corp.example/authorize?state=${state}`, kept: {} }),
  finish: async ({ parameters }) => ({
    outcome: 'signed-in',
    identity: {
      issuer: 'https://corp.example',
      subject: 'eva',
      roles: [],
      once: { id: String(parameters['code']), expiresAt: instant(Date.UTC(2099, 0)) },
    },
  }),
};

async function signsInAtCorp(eva: Browser): Promise<void> {
  const left = await eva.asks('GET', '/auth/sign-in/sso/corp');
  const state = new URL(left.location ?? '').searchParams.get('state');
  await eva.asks('GET', `/auth/sign-in/sso/corp/callback?state=${state}&code=${state}`);
}

async function evas(kind: (typeof STORES)[number], from: string) {
  const shared = await sharedStore(kind);
  const auth = await shared.start({
    policy: POLICY,
    providers: [CORP],
    contextOf: toldWhere({ outside: outsideNetworks(['192.0.2.0/24']) }),
  });
  const app = express().set('trust proxy', 1);
  const guard = sallyport(auth);
  app.use('/auth', guard.routes());
  const confirmed = guard.require('single', { within: '15m', signInPage: '/sign-in' });
  app.get('/payout', confirmed, (_, res) => void res.json({ ok: true }));
  const made = await auth.people.create({
    identifier: 'eva@example.org',
    password: PASSWORD,
    externalIds: [{ provider: 'corp', subject: 'eva' }],
    by: hostCode('test'),
  });
  if (isRefusal(made)) throw new Error(made.refused);
  return { shared, eva: new Browser(await listens(app), from) };
}

const PLACES = [
  ['in the office', OFFICE],
  ['outside', ELSEWHERE],
] as const;

describe.each(STORES)('N17 X8 a route that asks for a recent proof, after a sign-in without a date, on %s', (kind) => {
  it.each(PLACES)('%s leads a browser to a step-up by the password', async (_, from) => {
    const { eva } = await evas(kind, from);
    await signsInAtCorp(eva);
    const went: unknown[] = [];
    let opened = await eva.asks('GET', '/payout');
    for (let tries = 0; tries < 5 && opened.status === 303; tries += 1) {
      went.push(opened.location);
      if (opened.location?.startsWith('/sign-in') === true) {
        const state = await eva.asks('GET', '/auth/sign-in');
        went.push(JSON.stringify(state.body['accept']));
        await eva.asks('POST', '/auth/sign-in/password', { password: PASSWORD });
      }
      opened = await eva.asks('GET', '/payout');
    }
    expect(opened.status, `went ${went.join(', ')}`).toBe(200);
  });

  it.each(PLACES)('%s names a step-up that asks for the password of the owner', async (_, from) => {
    const { eva } = await evas(kind, from);
    await signsInAtCorp(eva);
    // Of her own factors, as the account page asks before a change.
    const refused = await eva.asks('GET', '/auth/account/export');
    expect(refused).toMatchObject({ status: 401, body: { code: 'insufficient-strength' } });
    const { strengths, maxAgeSeconds } = Object(refused.body['demand']);
    const step = { strength: strengths[0], within: `${maxAgeSeconds}s` };
    const asked = await eva.asks('POST', '/auth/step-up', step);
    expect(asked.body).toMatchObject({ status: 'continue', accept: expect.arrayContaining([{ method: 'password' }]) });
    await eva.asks('POST', '/auth/sign-in/password', { password: PASSWORD });
    expect((await eva.asks('GET', '/auth/account/export')).status).toBe(200);
  });
});
