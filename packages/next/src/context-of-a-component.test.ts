import { createSallyport, hostCode, isRefusal } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { expect, it } from 'vitest';
import { sallyport } from './index.ts';

const ORIGIN = 'https://app.example';
const PASSWORD = 'correct horse battery staple';

it('N17 X26 a server component, whose path the adapter does not know, tells no path to contextOf', async () => {
  const told: (string | undefined)[] = [];
  const auth = createSallyport({
    origin: ORIGIN,
    secrets: ['a secret that is long enough to be one'],
    store: memoryStore(),
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    policy: { requiredStrength: 'single', contexts: { finance: { requiredStrength: 'enhanced' } } },
    // Where the path is not known, the app asks for more.
    contextOf: ({ path }) => {
      told.push(path);
      return path === undefined || path.startsWith('/finance') ? ['finance'] : [];
    },
  });
  await auth.ready();
  const made = await auth.people.create({ identifier: 'dora@example.org', password: PASSWORD, by: hostCode('test') });
  if (isRefusal(made)) throw new Error(made.refused);
  const guard = sallyport(auth);
  const signedIn = await guard.handlers.POST(
    new Request(`${ORIGIN}/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: ORIGIN },
      body: JSON.stringify({ identifier: 'dora@example.org', password: PASSWORD }),
    }),
  );
  expect(await signedIn.json()).toMatchObject({ status: 'complete' });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((set) => set.split(';', 1)[0])
    .join('; ');
  const route = guard.require()(async () => Response.json({ isOpen: true }));
  const asked = new Request(`${ORIGIN}/finance`, { headers: { cookie } });
  expect((await route(asked)).status).not.toBe(200);
  // The component of the same page.
  told.length = 0;
  const checked = await guard.check(new Headers({ cookie }));
  await auth.close();
  expect(told).toEqual([undefined]);
  expect(checked.session).toBeUndefined();
});
