import type { RequestListener } from 'node:http';
import { hostCode, isRefusal, type Mail, type PolicyInput, type Sallyport } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { STORES, sharedStore } from './support/embedded.ts';
import { APPS, listens, Program } from './support/guarded-apps.ts';
import { PASSWORD } from './support/quickstart.ts';
import { totpCode } from './support/totp.ts';

const DAY = 86_400_000;
/** Ten days after the clock begins. */
const DATE = Date.UTC(2031, 2, 13, 9);
const [OFFICE, from] = ['10.0.0.7', new Date(DATE).toISOString()];

const POLICY: PolicyInput<string> = {
  administrators: {},
  requiredStrength: 'single',
  enrollment: { firstFactor: 'password' },
  onTighten: 'step-up',
  later: [{ from, requiredStrength: 'enhanced' }],
};

async function serve(kind: (typeof STORES)[number], makeApp: (auth: Sallyport) => RequestListener) {
  const shared = await sharedStore(kind);
  const mails: Mail[] = [];
  const auth = await shared.start({ policy: POLICY, sendMail: (mail) => void mails.push(mail) });
  const identifier = 'ada@example.org';
  const made = await auth.people.create({ identifier, email: identifier, password: PASSWORD, by: hostCode('test') });
  if (isRefusal(made)) throw new Error(made.refused);
  const url = await listens(makeApp(auth));
  const person = () => {
    const program = new Program(url);
    const asks = (method: string, path: string, body?: object) => program.asks(OFFICE, method, path, body);
    return {
      asks,
      signsIn: () => asks('POST', '/auth/sign-in', { identifier, password: PASSWORD }),
      async enrolls() {
        const { body } = await asks('POST', '/auth/enroll/totp', {});
        return {
          secret: String(body['secret']),
          confirms: () =>
            asks('POST', '/auth/enroll/totp/confirm', { code: totpCode(String(body['secret']), shared.now) }),
        };
      },
    };
  };
  return { shared, auth, mails, person, accountId: made.accountId };
}

describe.each(STORES)('X42 a requirement that begins at a date, over HTTP on %s', (kind) => {
  it.each(Object.entries(APPS))(
    'with %s, overtakes a session, which is told before and steps up after',
    async (_, app) => {
      const { shared, auth, mails, person, accountId } = await serve(kind, app);
      const ada = person();
      const soon = { from, requiredStrength: 'enhanced', offer: ['passkey', 'totp'] };
      expect(await ada.signsIn()).toMatchObject({ status: 200, body: { status: 'complete', session: { soon } } });
      expect(await ada.asks('GET', '/auth/session')).toMatchObject({ body: { session: { soon } } });
      const { accounts, notReady } = await auth.people.list({ notReadyFor: from });
      expect([accounts.map((one) => one.accountId), notReady]).toEqual([[accountId], [{ from: DATE, count: 1 }]]);
      expect(await auth.people.remind({ accountId }, { by: hostCode('test') })).toMatchObject({
        reminded: true,
        from: DATE,
      });
      expect(mails).toEqual([expect.objectContaining({ kind: 'reminder', from: DATE, offer: ['passkey', 'totp'] })]);

      // A set-up asks for a recent proof.
      shared.now = DATE - 60_000;
      await ada.signsIn();
      shared.now = DATE - 1;
      const before = await ada.asks('GET', '/me');
      expect(before.status).toBe(200);
      shared.now = DATE;
      expect(await ada.asks('GET', '/me')).toMatchObject({
        status: 401,
        challenge: expect.stringContaining('acr_values="enhanced"'),
        body: { code: 'insufficient-strength' },
      });
      expect(await ada.asks('POST', '/auth/step-up', { strength: 'enhanced' })).toMatchObject({
        body: { status: 'enroll' },
      });
      expect(await (await ada.enrolls()).confirms()).toMatchObject({ status: 200, body: { status: 'complete' } });
      expect(await ada.asks('GET', '/me')).toMatchObject({ status: 200, body: before.body });
      const after = await ada.asks('GET', '/auth/session');
      expect(after).toMatchObject({ status: 200, body: { session: { strength: 'enhanced' } } });
      expect(after.body['session']).not.toHaveProperty('soon');
      expect((await auth.people.list({ notReadyFor: from })).accounts).toEqual([]);
    },
  );

  it.each(Object.entries(APPS))('with %s, overtakes a sign-in and a set-up', async (_, app) => {
    const { shared, person } = await serve(kind, app);
    const [eve, day] = [person(), person()];
    shared.now = DATE - 60_000;
    // A session of the eve is held back on the day, its set-up too, until it steps up.
    await eve.signsIn();
    const setUp = await eve.enrolls();
    shared.now = DATE;
    expect(await day.signsIn()).toMatchObject({ status: 200, body: { status: 'enroll' } });
    const late = await setUp.confirms();
    expect(late.status).toBe(401);
    expect(late.body).toMatchObject({ code: 'insufficient-strength' });
    expect(await day.asks('GET', '/me')).toMatchObject({ status: 401 });
    expect(await (await day.enrolls()).confirms()).toMatchObject({ status: 200, body: { status: 'complete' } });
    expect((await day.asks('GET', '/me')).status).toBe(200);
    shared.now = DATE + DAY;
    // Nobody is let past: the password alone completes no sign-in any more.
    expect(await person().signsIn()).toMatchObject({
      body: { status: 'continue', accept: [{ method: 'totp' }, { method: 'backup-code' }] },
    });
  });
});
