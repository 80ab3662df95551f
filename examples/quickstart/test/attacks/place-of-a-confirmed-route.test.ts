import { hostCode, isRefusal } from '@sallyport/engine';
import { sallyport } from '@sallyport/express';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { STORES, sharedStore } from '../support/embedded.ts';
import { listens, Program } from '../support/guarded-apps.ts';
import { PASSWORD } from '../support/quickstart.ts';
import { Browser } from '../support/redirected-browser.ts';
import { totpCode } from '../support/totp.ts';

/** The code asks for the password again (`within`), and the policy for a second factor in the context of the path. Its proofs live 24 hours there. */
const POLICY = {
  administrators: {},
  requiredStrength: 'single',
  enrollment: { firstFactor: 'password' },
  contexts: { finance: { requiredStrength: 'enhanced' } },
} as const;

const HOUR = 3_600_000;

async function world(kind: (typeof STORES)[number]) {
  const shared = await sharedStore(kind);
  const auth = await shared.start({
    policy: POLICY,
    contextOf: ({ path = '' }) => (path.startsWith('/finance') ? ['finance'] : []),
  });
  const app = express();
  const guard = sallyport(auth);
  app.use('/auth', guard.routes());
  const confirmed = guard.require('single', { within: '5m', signInPage: '/sign-in' });
  app.get('/finance', confirmed, (_, res) => void res.json({ ok: true }));
  const identifier = 'dora@example.org';
  const made = await auth.people.create({ identifier, password: PASSWORD, by: hostCode('test') });
  if (isRefusal(made)) throw new Error(made.refused);
  return { shared, url: await listens(app), credentials: { identifier, password: PASSWORD } };
}

describe.each(STORES)(
  'N17 a route that asks for a proof of the last minutes, in a context of its own, on %s',
  (kind) => {
    it('leads a browser to step-ups that open the route', async () => {
      const { shared, url, credentials } = await world(kind);
      const dora = new Browser(url);
      await dora.asks('POST', '/auth/sign-in', credentials);
      const { body: pending } = await dora.asks('POST', '/auth/enroll/totp', {});
      const secret = String(pending['secret']);
      await dora.asks('POST', '/auth/enroll/totp/confirm', { code: totpCode(secret, shared.now) });
      shared.now += 60_000;
      await dora.asks('POST', '/auth/step-up', { strength: 'enhanced' });
      const code = { code: totpCode(secret, shared.now) };
      expect(await dora.asks('POST', '/auth/sign-in/totp', code)).toMatchObject({ body: { status: 'complete' } });
      expect(await dora.asks('GET', '/finance')).toMatchObject({ status: 200 });

      shared.now += 25 * HOUR;
      const went: unknown[] = [];
      let opened = await dora.asks('GET', '/finance');
      for (let tries = 0; tries < 5 && opened.status === 303; tries += 1) {
        went.push(opened.location);
        shared.now += 31_000;
        // The sign-in page asks for the state of the flow, and the person gives each proof that it asks for.
        let state = await dora.asks('GET', '/auth/sign-in');
        for (let proofs = 0; proofs < 3 && state.body['status'] === 'continue'; proofs += 1) {
          const asksForApp = JSON.stringify(state.body['accept']).includes('totp');
          went.push(asksForApp ? 'totp' : 'password');
          state = asksForApp
            ? await dora.asks('POST', '/auth/sign-in/totp', { code: totpCode(secret, shared.now) })
            : await dora.asks('POST', '/auth/sign-in/password', { password: PASSWORD });
        }
        opened = await dora.asks('GET', '/finance');
      }
      expect(opened.status, `went ${went.join(', ')}`).toBe(200);
    });

    it('names a step-up to a program that opens the route', async () => {
      const { shared, url, credentials } = await world(kind);
      const dora = new Program(url);
      const asks = (method: string, path: string, body?: object) => dora.asks('192.0.2.7', method, path, body);
      await asks('POST', '/auth/sign-in', credentials);
      const { body: pending } = await asks('POST', '/auth/enroll/totp', {});
      const secret = String(pending['secret']);
      await asks('POST', '/auth/enroll/totp/confirm', { code: totpCode(secret, shared.now) });
      shared.now += 60_000;
      await asks('POST', '/auth/step-up', { strength: 'enhanced' });
      await asks('POST', '/auth/sign-in/totp', { code: totpCode(secret, shared.now) });
      expect((await asks('GET', '/finance')).status).toBe(200);

      shared.now += 25 * HOUR;
      const challenges: (string | null)[] = [];
      let opened = await asks('GET', '/finance');
      for (let tries = 0; tries < 3 && opened.status === 401; tries += 1) {
        challenges.push(opened.challenge);
        shared.now += 31_000;
        const { strengths, maxAgeSeconds } = Object(opened.body['demand']);
        const within = maxAgeSeconds === undefined ? {} : { within: `${maxAgeSeconds}s` };
        let state = await asks('POST', '/auth/step-up', { strength: strengths[0], ...within });
        for (let proofs = 0; proofs < 3 && state.body['status'] === 'continue'; proofs += 1)
          state = JSON.stringify(state.body['accept']).includes('totp')
            ? await asks('POST', '/auth/sign-in/totp', { code: totpCode(secret, shared.now) })
            : await asks('POST', '/auth/sign-in/password', { password: PASSWORD });
        opened = await asks('GET', '/finance');
      }
      expect(opened.status, challenges.join('; ')).toBe(200);
    });
  },
);
