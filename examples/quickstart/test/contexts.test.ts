import type { RequestListener } from 'node:http';
import { hostCode, isRefusal, type Sallyport } from '@sallyport/engine';
import { outsideNetworks, toldWhere } from '@sallyport/engine/conditions';
import { describe, expect, it } from 'vitest';
import { type SharedStore, STORES, sharedStore } from './support/embedded.ts';
import { APPS, listens, Program } from './support/guarded-apps.ts';
import { PASSWORD } from './support/quickstart.ts';
import { totpCode } from './support/totp.ts';

const [OFFICE, HOME] = ['10.0.0.7', '192.0.2.7'];

const POLICY = {
  administrators: {},
  requiredStrength: 'single',
  enrollment: { firstFactor: 'password' },
  contexts: {
    outside: { requiredStrength: 'enhanced', proofsWithin: '12h', shown: true },
    risk: { requiredStrength: 'enhanced' },
  },
} as const;

const told = toldWhere({ outside: outsideNetworks([OFFICE]) });

async function serve(shared: SharedStore, makeApp: (auth: Sallyport) => RequestListener) {
  const asked: { readonly ip: string | undefined; readonly path: string | undefined; readonly who: unknown }[] = [];
  const auth = await shared.start({
    policy: POLICY,
    contextOf: (request, who) => {
      const { ip, headers, path } = request;
      asked.push({ ip, path, who });
      if (headers['x-broken'] === '1') throw new Error('the list of networks is gone');
      return told(request, who);
    },
  });
  const made = await auth.people.create({ identifier: 'ada@example.org', password: PASSWORD, by: hostCode('test') });
  if (isRefusal(made)) throw new Error(made.refused);
  return { ada: new Program(await listens(makeApp(auth))), asked, accountId: made.accountId };
}

describe.each(STORES)('N17 over HTTP, on %s', (kind) => {
  it.each(Object.entries(APPS))(
    'with %s, a session that suffices in the office is challenged outside, and goes on inside',
    async (_, makeApp) => {
      const shared = await sharedStore(kind);
      const { ada, asked, accountId } = await serve(shared, makeApp);
      const credentials = { identifier: 'ada@example.org', password: PASSWORD };
      expect(await ada.asks(OFFICE, 'POST', '/auth/sign-in', credentials)).toMatchObject({
        status: 200,
        body: { status: 'complete' },
      });
      asked.length = 0;
      const inside = await ada.asks(OFFICE, 'GET', '/me');
      expect(inside.status).toBe(200);
      expect(asked).toEqual([{ ip: OFFICE, path: '/me', who: { accountId } }]);
      const outside = await ada.asks(HOME, 'GET', '/me');
      expect(outside).toMatchObject({
        status: 401,
        challenge: expect.stringContaining('acr_values="enhanced"'),
        body: {
          code: 'insufficient-strength',
          demand: { strengths: ['enhanced'] },
          because: [{ code: 'strength-required', source: { context: 'outside' } }],
        },
      });
      // A host that fails has said nothing: every context applies, and the person reads the name of the shown context alone.
      const broken = await ada.asks(OFFICE, 'GET', '/me', undefined, { 'x-broken': '1' });
      expect(broken.status).toBe(401);
      expect(JSON.stringify(broken.body)).toContain('outside');
      expect(JSON.stringify(broken.body)).not.toContain('risk');

      expect(await ada.asks(HOME, 'POST', '/auth/step-up', { strength: 'enhanced' })).toMatchObject({
        status: 200,
        body: { status: 'enroll' },
      });
      const { body: pending } = await ada.asks(HOME, 'POST', '/auth/enroll/totp', {});
      const code = totpCode(String(pending['secret']), shared.now);
      expect(await ada.asks(HOME, 'POST', '/auth/enroll/totp/confirm', { code })).toMatchObject({
        status: 200,
        body: { status: 'complete' },
      });
      asked.length = 0;
      expect(await ada.asks(OFFICE, 'GET', '/me')).toMatchObject({ status: 200, body: inside.body });
      expect(await ada.asks(HOME, 'GET', '/me')).toMatchObject({ status: 200, body: inside.body });
      expect(asked).toHaveLength(2);
      shared.now += 13 * 3_600_000;
      expect(await ada.asks(HOME, 'GET', '/me')).toMatchObject({
        status: 401,
        challenge: expect.stringMatching(/acr_values="enhanced", max_age="43200"/),
      });
      expect(await ada.asks(OFFICE, 'GET', '/me')).toMatchObject({ status: 200, body: inside.body });
      // Looking and signing out work in every place.
      expect((await ada.asks(HOME, 'GET', '/auth/session')).status).toBe(200);
      expect((await ada.asks(HOME, 'DELETE', '/auth/session')).status).toBe(200);
      expect((await ada.asks(OFFICE, 'GET', '/me')).status).toBe(401);
    },
  );

  it('a sign-in outside asks for more at once, and goes on in the office', async () => {
    const { ada } = await serve(await sharedStore(kind), APPS.express);
    const credentials = { identifier: 'ada@example.org', password: PASSWORD };
    expect(await ada.asks(HOME, 'POST', '/auth/sign-in', credentials)).toMatchObject({
      status: 200,
      body: {
        status: 'enroll',
        because: expect.arrayContaining([expect.objectContaining({ source: { context: 'outside', shown: true } })]),
      },
    });
    expect(await ada.asks(OFFICE, 'GET', '/auth/sign-in')).toMatchObject({ body: { status: 'complete' } });
  });
});
