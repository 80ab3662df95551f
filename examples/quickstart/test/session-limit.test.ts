import { expect, it } from 'vitest';
import { complete, problem } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { FIRST_POLICY, quickstartForThisFile } from './support/quickstart.ts';

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

const strict = await quickstartForThisFile({ policy: { ...FIRST_POLICY, session: { most: 1, beyond: 'refuse' } } });

/** A body that proves a factor, as the person sends it in the open flow. */
const PROOFS: Readonly<Record<string, (person: Person) => Promise<unknown>>> = {
  'email-code': async (person) => ({ code: await person.receivesEmailCode() }),
  totp: async (person) => ({ code: person.freshTotpCode() }),
  'backup-code': async (person) => ({ code: person.takesBackupCode() }),
  passkey: (person) => person.assertsPasskey(),
};

it.each(Object.entries(PROOFS))(
  'X3 X29 uses up a right %s that the limit of sessions turns away',
  async (method, proofOf) => {
    const person = await strict.newcomer();
    expect(await person.proves('password', 'email-code')).toMatchObject(complete());
    if (method === 'passkey') expect(await person.enrollsPasskey()).toMatchObject(complete());
    else if (method !== 'email-code') expect(await person.enrollsTotp()).toMatchObject(complete());
    const elsewhere = person.elsewhere();
    expect((await elsewhere.signInWithPassword()).status).toBe(200);
    const proof = await proofOf(elsewhere);
    const shows = (body: unknown) => elsewhere.client.post(`/sign-in/${method}`, body);
    expect(await shows(proof)).toMatchObject(problem(409, 'session-limit'));
    expect(await shows(proof), 'a second time').toMatchObject(problem(401, 'invalid-credentials'));
    expect((await person.signsOut()).status).toBe(200);
    expect(await shows(proof), 'where there is room').toMatchObject(problem(401, 'invalid-credentials'));
    expect(await shows(await proofOf(elsewhere))).toMatchObject(complete());
  },
);

it('X3 X29 uses up a TOTP code that 20 sign-ins show at once and the limit of sessions turns away', async () => {
  const person = await strict.newcomer();
  expect(await person.proves('password', 'email-code')).toMatchObject(complete());
  expect(await person.enrollsTotp()).toMatchObject(complete());
  const devices = Array.from({ length: 20 }, () => person.elsewhere());
  for (const device of devices) expect((await device.signInWithPassword()).status).toBe(200);
  const code = person.freshTotpCode();
  const shown = await Promise.all(devices.map(({ client }) => client.post('/sign-in/totp', { code })));
  expect(shown.map(({ status }) => status).filter((status) => status === 409)).toHaveLength(1);
  expect((await person.signsOut()).status).toBe(200);
  for (const { client } of devices)
    expect(await client.post('/sign-in/totp', { code })).toMatchObject({ status: expect.toBeOneOf([401, 429]) });
});
