import { expect, it } from 'vitest';
import { complete, problem } from './support/expectations.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile({
  policy: { requiredStrength: 'single', session: { most: 1, beyond: 'refuse' } },
});

it('X29 answers one sign-in too many with 409, until the person signs out elsewhere', async () => {
  const dora = app.person('dora@example.org', 'token');
  expect(await dora.signInWithPassword()).toMatchObject(complete('single'));
  const elsewhere = dora.elsewhere(app.newClient('token'));
  const refused = await elsewhere.signInWithPassword();
  expect(refused).toMatchObject(problem(409, 'session-limit'));
  expect(refused).toMatchObject({ body: { most: 1 } });
  expect((await dora.signsOut()).status).toBe(200);
  expect(await elsewhere.signInWithPassword()).toMatchObject(complete('single'));
});
