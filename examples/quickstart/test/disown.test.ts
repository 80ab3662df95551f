import { createSallyportClient, memoryTokens } from '@sallyport/browser';
import { expect, it } from 'vitest';
import { MINUTE } from './support/clock.ts';
import { accepted, complete, continues, problem } from './support/expectations.ts';
import { quickstartForThisFile, quickstartForThisTest } from './support/quickstart.ts';

const app = await quickstartForThisFile({ policy: { requiredStrength: 'single' } });

/** The number of mails that asked the person about a sign-in. */
async function asked({ identifier }: { readonly identifier: string }): Promise<number> {
  return (await app.mailsTo(identifier)).filter(({ kind }) => kind === 'sign-in.unfamiliar').length;
}

interface Devices {
  readonly devices: readonly { readonly id: string; readonly current: boolean }[];
}

it('X28 tells the owner of a sign-in at an unknown device, by a mail whose link ends it once', async () => {
  const dora = app.person('dora@example.org', 'token');
  expect(await dora.signInWithPassword()).toMatchObject(complete());
  const about = async () => (await app.mailsTo(dora.identifier)).filter(({ kind }) => kind === 'sign-in.unfamiliar');
  app.clock.advance(MINUTE);
  const thief = dora.elsewhere(app.newClient('token'));
  expect(await thief.signInWithPassword()).toMatchObject(complete());
  await expect
    .poll(about)
    .toMatchObject([{ token: expect.any(String), text: expect.stringContaining('/disown?token=') }]);
  const [{ token = '' } = {}] = await about();

  const disowns = () => app.newClient().post('/disown', { token });
  const [key, nonce, body] = token.split('.');
  for (const other of [`${key}.${nonce}=.${body}`, `${key}.${nonce}.${body}=`, `${token}.`, `${token}\n`])
    expect(await app.newClient().post('/disown', { token: other }), other).toMatchObject(
      problem(401, 'invalid-credentials'),
    );
  expect(await disowns()).toMatchObject({ status: 200, body: { ended: 1 } });
  expect(await disowns()).toMatchObject(problem(401, 'invalid-credentials'));
  expect(await app.newClient().post('/disown', { token: 'x' })).toMatchObject(problem(401, 'invalid-credentials'));
  expect((await thief.client.get('/session')).status).toBe(401);
  expect((await dora.client.get('/session')).status).toBe(200);
  const next = await dora.elsewhere(app.newClient('token')).signInWithPassword();
  expect(next).toMatchObject(continues);
  expect(accepted(next)).toEqual(['email-code']);
});

it('X28 X3 the link to a mailbox ends with the mailbox: a reader of the former one ends nothing', async () => {
  const own = await quickstartForThisTest({ policy: { requiredStrength: 'single' } });
  const dora = own.person('dora@example.org');
  expect(await dora.signInWithPassword()).toMatchObject(complete());
  expect(await dora.elsewhere().signInWithPassword()).toMatchObject(complete());
  const about = async () => (await own.mailsTo(dora.identifier)).find(({ kind }) => kind === 'sign-in.unfamiliar');
  await expect.poll(about).toMatchObject({ token: expect.any(String) });
  const token = (await about())?.token;
  expect(await dora.client.post('/step-up', { strength: 'baseline' })).toMatchObject(continues);
  expect(await dora.goesOnWith('email-code')).toMatchObject(complete('baseline'));
  const email = 'moved@example.org';
  expect((await dora.client.post('/account/email', { email })).status).toBe(202);
  const moved = await own.nextMail(email, 'token', 0);
  expect((await dora.client.post('/account/email/confirm', { token: moved.token })).status).toBe(200);

  expect(await own.newClient().post('/disown', { token })).toMatchObject(problem(401, 'invalid-credentials'));
  expect((await dora.session()).status).toBe(200);
  expect(await dora.elsewhere().signInWithPassword()).toMatchObject(complete());
});

it('X28 X5 asks two people who use one browser in turn once each, and the browser stays known to both', async () => {
  const [ben, cleo] = [app.person('ben@example.org'), app.person('cleo@example.org')];
  // The first sign-in of an account is told to nobody.
  for (const person of [ben, cleo]) expect(await person.signInWithPassword()).toMatchObject(complete());
  const browser = app.newClient();
  const people = [ben.elsewhere(browser), cleo.elsewhere(browser)] as const;
  const tokens = () => browser.cookies.get('sallyport-device')?.split('.');
  for (let turn = 0; turn < 3; turn++) {
    for (const person of people) {
      expect(await person.signInWithPassword()).toMatchObject(complete());
      await person.signsOut();
    }
  }
  expect(tokens()).toEqual([expect.stringMatching(/^.{43}$/), expect.stringMatching(/^.{43}$/)]);
  for (const person of people) await expect.poll(() => asked(person)).toBe(1);

  // Ben forgets the device. Cleo's account still knows it.
  const [first, second] = people;
  expect(await first.signInWithPassword()).toMatchObject(complete());
  const { devices } = (await browser.get<Devices>('/account/devices')).body;
  expect(devices.map(({ current }) => current)).toEqual([true, false]);
  const here = devices.find(({ current }) => current)?.id;
  expect((await browser.delete(`/account/devices/${here}`)).status).toBe(200);
  await first.signsOut();
  expect(await second.signInWithPassword()).toMatchObject(complete());
  expect((await browser.get<Devices>('/account/devices')).body.devices.map(({ current }) => current)).toEqual([
    true,
    false,
  ]);
  await second.signsOut();
  expect(await first.signInWithPassword()).toMatchObject(complete());
  await first.signsOut();
  expect(tokens()).toHaveLength(3);
  await expect.poll(() => asked(first)).toBe(2);
  expect(await asked(second)).toBe(1);
});

it('X28 X26 asks two people who use one app in turn once each, in token mode', async () => {
  const people = [app.person('ben@example.org'), app.person('cleo@example.org')];
  const before = await Promise.all(people.map(asked));
  const keeper = memoryTokens();
  const client = createSallyportClient({ baseUrl: `${app.url}/auth`, tokens: keeper });
  for (let turn = 0; turn < 3; turn++) {
    for (const { identifier, has } of people) {
      await client.signIn.begin({ identifier, password: has.password });
      await client.session.end();
    }
  }
  expect((await keeper.read()).device).toMatch(/^[\w-]{43}\.[\w-]{43}$/);
  await expect.poll(() => Promise.all(people.map(asked))).toEqual(before.map((count) => count + 1));
});
