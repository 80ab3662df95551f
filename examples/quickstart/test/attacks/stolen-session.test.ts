import { describe, expect, it } from 'vitest';
import { asksToEnroll, complete, continues, problem, tally } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { FIRST_POLICY, type Quickstart, quickstartForThisFile, quickstartForThisTest } from '../support/quickstart.ts';

const app = await quickstartForThisFile();

/** A thief with only a person's session, without the password and without the cookie of a device. */
function withSessionOf(person: Person, world: Quickstart = app): Person {
  const thief = person.elsewhere(world.newClient());
  for (const [name, value] of person.client.cookies) {
    if (name.endsWith('-session')) thief.client.cookies.set(name, value);
  }
  expect(thief.client.cookies.size).toBe(1);
  return thief;
}

/** A browser with only the device cookie of this person's browser, if the browser has a device cookie. */
function onlyDeviceOf(person: Person): Person {
  const device = person.elsewhere();
  for (const [name, value] of person.client.cookies) {
    if (name.endsWith('-device')) device.client.cookies.set(name, value);
  }
  return device;
}

async function guessesPassword(guesser: Person, times: number): Promise<ReturnType<typeof tally>> {
  const replies = [];
  for (let guess = 0; guess < times; guess += 1) replies.push(await guesser.signInWithPassword(`guess ${guess}`));
  return tally(replies);
}

describe('devices that a stolen session would make known', () => {
  it('X5 are none: a step-up that asks for nothing new buys no guesses at the password', async () => {
    const person = await app.newcomer();
    expect(await person.proves('password', 'email-code')).toMatchObject(complete('baseline'));
    const thief = withSessionOf(person);
    let judged = 0;
    for (let round = 0; round < 4; round += 1) {
      expect(await thief.client.post('/step-up', { strength: 'baseline' })).toMatchObject(complete('baseline'));
      judged += (await guessesPassword(onlyDeviceOf(thief), 11))[401] ?? 0;
      for (const name of thief.client.cookies.keys()) if (name.endsWith('-device')) thief.client.cookies.delete(name);
    }
    expect(judged).toBe(10);
  });

  it('X5 nor does one in which the password is proved buy guesses at TOTP', async () => {
    const own = await quickstartForThisTest({
      policy: { ...FIRST_POLICY, requiredStrength: 'enhanced' },
    });
    const person = await own.newcomer();
    expect(await person.proves('password', 'email-code')).toMatchObject(asksToEnroll);
    expect(await person.enrollsTotp()).toMatchObject(complete('enhanced'));
    const thief = withSessionOf(person, own);
    let judged = 0;
    for (let round = 0; round < 4; round += 1) {
      own.clock.advance(2000);
      expect(await thief.client.post('/step-up', { strength: 'single', within: '1s' })).toMatchObject(continues);
      expect(await thief.goesOnWith('password')).toMatchObject(complete());
      expect(await thief.client.post('/step-up', { strength: 'enhanced', within: '1s' })).toMatchObject(continues);
      const code = thief.wrongTotpCode();
      for (let guess = 0; guess < 11; guess += 1) {
        if ((await thief.client.post('/sign-in/totp', { code })).status === 401) judged += 1;
      }
      for (const name of thief.client.cookies.keys()) if (name.endsWith('-device')) thief.client.cookies.delete(name);
    }
    expect(judged).toBe(10);
  });

  it('X5 are not made known again: one that was forgotten stays so while its session goes on', async () => {
    const phone = await app.newcomer();
    await phone.proves('password', 'email-code');
    const lost = phone.elsewhere();
    await lost.proves('password', 'email-code');
    const { body } = await phone.client.get<{ devices: { id: string; current: boolean }[] }>('/account/devices');
    const { id = '' } = body.devices.find(({ current }) => !current) ?? {};
    expect((await phone.client.delete(`/account/devices/${id}`)).status).toBe(200);
    expect(await lost.client.post('/step-up', { strength: 'baseline' })).toMatchObject(complete('baseline'));
    const after = await phone.client.get<{ devices: unknown[] }>('/account/devices');
    expect(after.body.devices).toHaveLength(1);
  });
});

describe('a step-up that was begun in a stolen session', () => {
  it.each<[string, (person: Person) => Promise<{ status: number }>]>([
    ['everybody else is signed out', ({ client }) => client.delete('/account/sessions')],
    [
      'that session is ended',
      async ({ client }) => {
        const { body } = await client.get<{ sessions: { id: string; current: boolean }[] }>('/account/sessions');
        return client.delete(`/account/sessions/${body.sessions.find(({ current }) => !current)?.id}`);
      },
    ],
  ])('X11 sets up no factor after %s', async (_, ends) => {
    const own = await quickstartForThisTest({
      policy: { ...FIRST_POLICY, strengths: { both: { anyOf: [[{ method: 'passkey' }, { method: 'totp' }]] } } },
    });
    const thief = await own.newcomer();
    await thief.proves('password', 'email-code');
    const person = thief.elsewhere();
    await person.proves('password', 'email-code');
    expect(await thief.client.post('/step-up', { strength: 'both' })).toMatchObject(asksToEnroll);
    expect((await ends(person)).status).toBe(200);
    expect(await thief.client.post('/enroll/totp')).toMatchObject(problem(410, 'flow-expired'));
    expect((await person.account()).factors.totp).toBe(false);
  });

  it('X11 registers no passkey after it, though its challenge was given before', async () => {
    const own = await quickstartForThisTest({
      policy: { ...FIRST_POLICY, strengths: { both: { anyOf: [[{ method: 'passkey' }, { method: 'totp' }]] } } },
    });
    const thief = await own.newcomer();
    await thief.proves('password', 'email-code');
    const person = thief.elsewhere();
    await person.proves('password', 'email-code');
    expect(await thief.client.post('/step-up', { strength: 'both' })).toMatchObject(asksToEnroll);
    const options =
      await thief.client.post<Parameters<typeof thief.has.authenticator.create>[0]>('/enroll/passkey/options');
    const response = await thief.has.authenticator.create(options.body, { origin: thief.client.origin });
    expect((await person.client.delete('/account/sessions')).status).toBe(200);
    expect(await thief.client.post('/enroll/passkey', { response })).toMatchObject(problem(410, 'flow-expired'));
    expect((await person.account()).factors.passkeys).toEqual([]);
  });
});

/** Requests another address in a session, and reads the token from the mail to that address. */
async function asksForAddress(person: Person, address: string): Promise<string> {
  expect((await person.client.post('/account/email', { email: address })).status).toBe(200);
  const { token } = await app.nextMail(address, 'token', 0);
  return token ?? '';
}

describe('a change of address that a stolen session asked for', () => {
  it.each<[string, (person: Person) => Promise<{ status: number }>]>([
    ['signs out everywhere else', ({ client }) => client.delete('/account/sessions')],
    [
      'sets a new password',
      ({ client, has }) =>
        client.post('/account/password', { current: has.password, next: 'an entirely new pass phrase' }),
    ],
  ])('X11 is void once its owner %s, though its link is followed in a session of the owner', async (_, act) => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    const thief = withSessionOf(person);
    const owner = person.elsewhere();
    await owner.proves('password', 'email-code');
    const address = `thief-of-${person.identifier}`;
    const token = await asksForAddress(thief, address);
    expect((await act(owner)).status).toBe(200);
    expect(await owner.client.post('/account/email/confirm', { token })).toMatchObject(
      problem(401, 'invalid-credentials'),
    );
    expect((await owner.account()).email).toBe(person.identifier);
  });
});

describe('what a thief proved before it was replaced', () => {
  it('N12 a code to the mailbox opens nothing once the mailbox is another', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    expect((await (await app.admin()).sets('roles', person, ['contractor'], true)).status).toBe(200);
    const thief = person.elsewhere();
    expect(await thief.proves('password', 'email-code')).toMatchObject(asksToEnroll);
    const token = await asksForAddress(person, `new-${person.identifier}`);
    app.clock.advance(1000);
    expect((await person.client.post('/account/email/confirm', { token })).status).toBe(200);
    expect(await thief.client.post('/enroll/totp')).toMatchObject({ status: 403 });
    expect((await person.account()).factors.totp).toBe(false);
  });

  it('W16 a backup code opens nothing once there are new ones', async () => {
    const own = await quickstartForThisTest({
      policy: { roles: { ...FIRST_POLICY.roles, courier: { requiredStrength: 'phishing-resistant' } } },
    });
    const person = await own.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    await person.provesStrongest();
    const found = person.has.backupCodes.slice(0, 1);
    expect((await (await own.admin()).sets('roles', person, ['courier'], true)).status).toBe(200);
    const thief = person.elsewhere();
    expect(await thief.signInWithPassword()).toMatchObject(continues);
    expect(await thief.client.post('/sign-in/backup-code', { code: found[0] })).toMatchObject(asksToEnroll);
    own.clock.advance(1000);
    expect((await person.client.post('/account/backup-codes')).status).toBe(200);
    expect(await thief.client.post('/enroll/passkey/options')).toMatchObject({ status: 403 });
  });
});
