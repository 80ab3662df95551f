import { expect, it } from 'vitest';
import { accepted, complete, continues, problem } from './support/expectations.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile({ policy: { requiredStrength: 'single' } });

it('X28 tells the owner of a sign-in at an unknown device, by a mail whose link ends it once', async () => {
  const dora = app.person('dora@example.org', 'token');
  expect(await dora.signInWithPassword()).toMatchObject(complete());
  const about = async () => (await app.mailsTo(dora.identifier)).filter(({ kind }) => kind === 'sign-in.unfamiliar');
  const thief = dora.elsewhere(app.newClient('token'));
  expect(await thief.signInWithPassword()).toMatchObject(complete());
  await expect
    .poll(about)
    .toMatchObject([{ token: expect.any(String), text: expect.stringContaining('/disown?token=') }]);
  const [{ token } = {}] = await about();

  const disowns = () => app.newClient().post('/disown', { token });
  expect(await disowns()).toMatchObject({ status: 200, body: { ended: 1 } });
  expect(await disowns()).toMatchObject(problem(401, 'invalid-credentials'));
  expect(await app.newClient().post('/disown', { token: 'x' })).toMatchObject(problem(401, 'invalid-credentials'));
  expect((await thief.client.get('/session')).status).toBe(401);
  expect((await dora.client.get('/session')).status).toBe(200);
  const next = await dora.elsewhere(app.newClient('token')).signInWithPassword();
  expect(next).toMatchObject(continues);
  expect(accepted(next)).toEqual(['email-code']);
});
