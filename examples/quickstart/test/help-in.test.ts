import { expect, it } from 'vitest';
import { accepted, asksToEnroll, complete, offered, problem } from './support/expectations.ts';
import { PASSWORD, quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();
const NEXT = 'four words nobody would guess';

it('P14 a person who gives a sign-in up enters the code of the help in the next one, and nobody else meanwhile', async () => {
  const ada = await app.admin();
  const person = await app.newcomer('contractor');
  await person.proves('password', 'email-code');
  expect(await person.enrollsTotp()).toMatchObject(complete());
  const code = (await ada.does('help-in', person, { lost: ['app'] })).body.enrollmentCode;
  const [other, third] = [person.elsewhere(), person.elsewhere()];
  const enters = (at: typeof person) => at.client.post('/sign-in/enrollment-code', { code });
  for (const at of [person, other, third]) accepted(await at.signInWithPassword());
  expect(await enters(person)).toMatchObject({ status: 200 });
  expect(await enters(other)).toMatchObject(problem(401, 'invalid-credentials'));
  // This sign-in does not have the code, and frees nothing.
  expect((await third.client.delete('/sign-in')).status).toBe(200);
  expect(await enters(other)).toMatchObject(problem(401, 'invalid-credentials'));
  expect((await person.client.delete('/sign-in')).status).toBe(200);
  expect(await enters(other)).toMatchObject({ status: 200 });
  accepted(await person.signInWithPassword());
  expect(await enters(person)).toMatchObject(problem(401, 'invalid-credentials'));
});

it('P14 P13 W14 a person who lost everything is helped in by one act, and the code leads to a factor', async () => {
  const ada = await app.admin();
  const person = await app.newcomer('contractor');
  await person.proves('password', 'email-code');
  expect(await person.enrollsTotp()).toMatchObject(complete());
  expect(await person.enrollsPasskey()).toMatchObject(complete());

  const lost = { lost: ['app', 'passkey', 'password'] };
  const preview = await ada.does('help-in', person, { ...lost, preview: true });
  expect(preview).toMatchObject({ status: 200, body: { keeps: [{ kind: 'email', name: person.identifier }] } });
  expect(preview.body).not.toHaveProperty('enrollmentCode');
  expect((await person.session()).status).toBe(200);

  const { status, body } = await ada.does('help-in', person, lost);
  expect(status).toBe(200);
  expect(body).toMatchObject({ ends: (preview.body as { ends?: unknown }).ends });
  expect(Date.parse(body.expiresAt ?? '')).toBe(app.clock.now + 24 * 3_600_000);
  expect(await person.session()).toMatchObject(problem(401, 'no-session'));
  expect((await ada.sees(person)).factors).toMatchObject({ password: false, totp: false, passkeys: [] });
  const types = (await ada.events({ person })).slice(0, 3).map(({ type }) => type);
  expect(types.toSorted()).toEqual(['passkeys.reset', 'password.reset', 'two-step.reset']);

  const back = person.elsewhere();
  const { enrollmentCode: code } = body;
  expect(accepted(await back.begins())).not.toContain('enrollment-code');
  expect(await back.client.post('/sign-in/enrollment-code', { code: 'aaaa-aaaa-aaaa-aaaa' })).toMatchObject(
    problem(401, 'invalid-credentials'),
  );
  const shown = await back.client.post('/sign-in/enrollment-code', { code, password: NEXT });
  expect(shown).toMatchObject(asksToEnroll);
  expect(offered(shown)).toEqual(['passkey', 'totp']);
  expect(await back.enrollsTotp()).toMatchObject(complete('enhanced'));
  const again = person.elsewhere();
  expect(await again.signInWithPassword(PASSWORD)).toMatchObject(problem(401, 'invalid-credentials'));
  expect(accepted(await again.signInWithPassword(NEXT))).toContain('totp');

  for (const wrong of [{ lost: [] }, { lost: ['app'], passkeys: ['x'] }, { lost: ['app'], email: 'a@example.org' }])
    expect(await ada.does('help-in', person, wrong)).toMatchObject(problem(400, 'malformed-input'));
});
