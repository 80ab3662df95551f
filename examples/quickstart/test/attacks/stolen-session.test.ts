import { describe, expect, it } from 'vitest';
import { complete, tally } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { type Quickstart, quickstartForThisFile } from '../support/quickstart.ts';

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
