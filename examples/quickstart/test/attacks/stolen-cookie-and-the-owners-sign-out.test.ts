import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { STORES, sharedStore } from '../support/embedded.ts';
import { APPS, listens } from '../support/guarded-apps.ts';
import { PASSWORD } from '../support/quickstart.ts';

// The guide: "`DELETE /auth/session`: 401 means that the session was over already." The table of threats: "A session left behind in the same browser: A sign-in
// ends the browser's session of the same account."

const identifier = 'ada@example.org';

const PASSWORD_NEXT = 'wrong horse battery staple';

/** A browser, whose cookies a thief can copy. */
function browser(url: string, cookies = new Map<string, string>()) {
  return {
    cookies,
    async asks(method: string, path: string, body?: object) {
      const reply = await fetch(url + path, {
        method,
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          origin: 'http://localhost:3000',
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        },
        body: body === undefined ? null : JSON.stringify(body),
      });
      for (const set of reply.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      return { status: reply.status, body: Object(await reply.json().catch(() => ({}))) };
    },
  };
}

const WHERE = STORES.flatMap((store) => (['express', 'koa'] as const).map((app) => ({ store, app })));

type Where = (typeof WHERE)[number];

async function world({ store, app }: Where, session = {}) {
  const shared = await sharedStore(store);
  const notices: unknown[] = [];
  const auth = await shared.start({
    policy: { administrators: {}, requiredStrength: 'single', session },
    notifyOwner: (notice) => void notices.push(notice),
  });
  const made = await auth.people.create({ identifier, email: identifier, password: PASSWORD, by: hostCode('test') });
  if (isRefusal(made)) throw new Error(made.refused);
  const url = await listens(APPS[app](auth));
  const ada = browser(url);
  const signsIn = () => ada.asks('POST', '/auth/sign-in', { identifier, password: PASSWORD });
  expect(await signsIn()).toMatchObject({ body: { status: 'complete' } });
  shared.now += 3_600_000;
  const thief = browser(url, new Map([...ada.cookies].filter(([name]) => name.endsWith('session'))));
  // Nothing is asked for, and the session gets its next token: Ada's browser has the former one.
  expect(await thief.asks('POST', '/auth/step-up', { strength: 'single' })).toMatchObject({
    body: { status: 'complete' },
  });
  shared.now += 120_000;
  await auth.runBackgroundWork();
  return { shared, auth, notices, ada, thief, signsIn };
}

describe.each(WHERE)(
  'X11 a thief with a copy of the session cookie, who has stepped up by nothing ($store, $app)',
  (where) => {
    it('is out after the owner signs out', async () => {
      const { ada, thief } = await world(where);
      const out = await ada.asks('DELETE', '/auth/session');
      // 401: the owner is told that the session was over already.
      expect([out.status, (await thief.asks('GET', '/me')).status]).toEqual([200, 401]);
    });

    it('is out after the owner signs out within the minute, although the thief steps up twice', async () => {
      const { shared, ada, signsIn, thief } = await world(where);
      await thief.asks('DELETE', '/auth/session');
      await signsIn();
      for (const [name, value] of ada.cookies) if (name.endsWith('session')) thief.cookies.set(name, value);
      for (let turn = 0; turn < 2; turn += 1) await thief.asks('POST', '/auth/step-up', { strength: 'single' });
      shared.now += 1_000;
      const out = await ada.asks('DELETE', '/auth/session');
      expect([out.status, (await thief.asks('GET', '/me')).status]).toEqual([200, 401]);
    });

    it('is out after the owner, whom the step-up threw out, signs in again in the same browser', async () => {
      const { ada, thief, signsIn, notices, auth } = await world(where);
      expect((await ada.asks('GET', '/me')).status).toBe(401);
      expect(await signsIn()).toMatchObject({ body: { status: 'complete' } });
      await auth.runBackgroundWork();
      expect([(await thief.asks('GET', '/me')).status, notices]).toEqual([401, []]);
    });

    it('does not keep the owner out where a person has one session', async () => {
      const { ada, thief, signsIn } = await world(where, { most: 1, beyond: 'refuse' });
      const again = await signsIn();
      expect([again.body.code ?? again.body.status, (await thief.asks('GET', '/me')).status]).toEqual([
        'complete',
        401,
      ]);
      expect((await ada.asks('GET', '/me')).status).toBe(200);
    });
  },
);

const LOST = [
  ['step-up', 'POST', '/auth/step-up', { strength: 'single' }],
  ['change of password', 'POST', '/auth/account/password', { current: PASSWORD, next: PASSWORD_NEXT }],
  ['sign-in', 'POST', '/auth/sign-in', { identifier, password: PASSWORD }],
] as const;

describe.each(WHERE)('X11 an answer with the next token that is lost on its way ($store, $app)', ({ store, app }) => {
  it.each(
    LOST.flatMap(([what, method, path, body]) => [
      { what, method, path, body, session: {}, then: 'leaves no second session behind' },
      {
        ...{ what, method, path, body, session: { most: 1, beyond: 'refuse' } as const },
        then: 'does not keep the person out where a person has one session',
      },
    ]),
  )('of a $what $then', async ({ method, path, body, session }) => {
    const shared = await sharedStore(store);
    const auth = await shared.start({ policy: { administrators: {}, requiredStrength: 'single', session } });
    const made = await auth.people.create({ identifier, password: PASSWORD, by: hostCode('test') });
    if (isRefusal(made)) throw new Error(made.refused);
    const ada = browser(await listens(APPS[app](auth)));
    const signsIn = (password: string) => ada.asks('POST', '/auth/sign-in', { identifier, password });
    await signsIn(PASSWORD);
    const before = new Map(ada.cookies);
    expect((await ada.asks(method, path, body)).status).toBe(200);
    ada.cookies.clear();
    for (const [name, value] of before) ada.cookies.set(name, value);
    shared.now += 120_000;
    expect((await ada.asks('GET', '/me')).status).toBe(401);
    const again = await signsIn('next' in body ? body.next : PASSWORD);
    const { body: account } = await ada.asks('GET', '/auth/account/sessions');
    expect([again.body.code ?? again.body.status, account.sessions?.length]).toEqual(['complete', 1]);
  });
});
