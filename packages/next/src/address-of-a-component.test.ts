import { createSallyport, hostCode, isRefusal } from '@sallyport/engine';
import { outsideNetworks, toldWhere } from '@sallyport/engine/conditions';
import { memoryStore } from '@sallyport/storage-memory';
import { expect, it } from 'vitest';
import { sallyport } from './index.ts';

const ORIGIN = 'https://app.example';
const PASSWORD = 'correct horse battery staple';
const OFFICE = '192.0.2.7';

/** The pages of the README, the option `ip` of the README, and the first condition of the guide of contexts. */
it('N17 X26 a person in the office reads a page of a server component, which redirects whom it refuses to the route handler', async () => {
  const auth = createSallyport({
    origin: ORIGIN,
    secrets: ['a secret that is long enough to be one'],
    store: memoryStore(),
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    policy: {
      requiredStrength: 'single',
      contexts: { outside: { requiredStrength: 'enhanced', proofsWithin: '12h' } },
    },
    contextOf: toldWhere({ outside: outsideNetworks(['192.0.2.0/24']) }),
  });
  await auth.ready();
  const made = await auth.people.create({ identifier: 'dora@example.org', password: PASSWORD, by: hostCode('test') });
  if (isRefusal(made)) throw new Error(made.refused);
  const guard = sallyport(auth, { ip: (request) => request.headers.get('x-real-ip') ?? undefined });
  // The proxy writes the header of every request.
  const signedIn = await guard.handlers.POST(
    new Request(`${ORIGIN}/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: ORIGIN, 'x-real-ip': OFFICE },
      body: JSON.stringify({ identifier: 'dora@example.org', password: PASSWORD }),
    }),
  );
  expect(await signedIn.json()).toMatchObject({ status: 'complete' });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((set) => set.split(';', 1)[0])
    .join('; ');
  const sent = { cookie, 'x-real-ip': OFFICE, 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'same-origin' };

  // `app/page-of-all/page.tsx` and `app/enter/page-of-all/route.ts`.
  const page = async (): Promise<string> => {
    const { session } = await guard.check(new Headers(sent));
    return session === undefined ? '/enter/page-of-all' : 'the page';
  };
  const enter = guard.require(undefined, { signInPage: '/sign-in' })(() =>
    Response.redirect(`${ORIGIN}/page-of-all`, 303),
  );
  const went: string[] = [];
  for (let steps = 0; steps < 3 && went.at(-1) !== 'the page'; steps += 1) {
    went.push(await page());
    if (went.at(-1) === 'the page') break;
    const entered = await enter(new Request(`${ORIGIN}/enter/page-of-all`, { headers: sent }));
    went.push(new URL(entered.headers.get('location') ?? '', ORIGIN).pathname);
  }
  await auth.close();
  expect(went).toEqual(['the page']);
});
