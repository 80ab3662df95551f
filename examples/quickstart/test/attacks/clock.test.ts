import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../support/clock.ts';
import { complete, continues, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';
import { totpCode } from '../support/totp.ts';

const app = await quickstartForThisFile();
const STEP = 30 * SECOND;

async function personWithTotp(): Promise<Person> {
  const person = await app.newcomer();
  await person.proves('password', 'email-code');
  expect(await person.enrollsTotp()).toMatchObject(complete());
  app.clock.advance(2 * STEP);
  return person;
}

/** Signs in with the code of an app whose clock is off by `by` milliseconds. */
async function signsInWithClockOff(person: Person, by: number): Promise<ReturnType<Person['begins']>> {
  const device = person.elsewhere();
  expect(await device.signInWithPassword()).toMatchObject(continues);
  return device.client.post('/sign-in/totp', { code: totpCode(person.has.totpSecret ?? '', app.clock.now + by) });
}

describe('an app whose clock is off', () => {
  it('X3 one step either way is taken, two are not, an hour is not', async () => {
    const refused = problem(401, 'invalid-credentials');
    for (const by of [2 * STEP, -2 * STEP, HOUR, -HOUR])
      expect(await signsInWithClockOff(await personWithTotp(), by), String(by)).toMatchObject(refused);
    for (const by of [STEP, -STEP, 0])
      expect(await signsInWithClockOff(await personWithTotp(), by), String(by)).toMatchObject(complete('enhanced'));
  });

  it('X3 nothing is learnt of it: after ten codes a step early, two steps early is still refused', async () => {
    const person = await personWithTotp();
    for (let times = 0; times < 10; times += 1) {
      app.clock.advance(STEP);
      expect(await signsInWithClockOff(person, STEP)).toMatchObject(complete('enhanced'));
    }
    app.clock.advance(STEP);
    expect(await signsInWithClockOff(person, 2 * STEP)).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('X3 a code of an earlier step than the last one taken counts as used, though still within reach', async () => {
    const person = await personWithTotp();
    expect(await signsInWithClockOff(person, STEP)).toMatchObject(complete('enhanced'));
    for (const by of [STEP, 0, -STEP])
      expect(await signsInWithClockOff(person, by), String(by)).toMatchObject(problem(401, 'invalid-credentials'));
  });
});

describe("the server's clock going backwards", () => {
  it('X3 brings no TOTP code back to life', async () => {
    const person = await personWithTotp();
    expect(await signsInWithClockOff(person, 0)).toMatchObject(complete('enhanced'));
    for (const back of [SECOND, STEP, MINUTE, HOUR]) {
      const used = totpCode(person.has.totpSecret ?? '', app.clock.now);
      app.clock.advance(-back);
      const device = person.elsewhere();
      await device.signInWithPassword();
      const reply = await device.client.post('/sign-in/totp', { code: used });
      app.clock.advance(back);
      expect(reply, String(back)).toMatchObject(problem(401, 'invalid-credentials'));
    }
  });

  it('X3 brings no assertion, email code or flow back to life', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsPasskey();
    const device = person.elsewhere();
    const assertion = await device.assertsPasskey();
    expect(await device.client.post('/sign-in/passkey', assertion)).toMatchObject(complete());
    const other = await app.newcomer();
    await other.signInWithPassword();
    const code = await other.receivesEmailCode();
    const kept = other.client.copy();
    expect(await other.client.post('/sign-in/email-code', { code })).toMatchObject(complete());

    app.clock.advance(-2 * MINUTE);
    const replayed = await person.elsewhere().client.post('/sign-in/passkey', assertion);
    const again = await kept.post('/sign-in/email-code', { code });
    app.clock.advance(2 * MINUTE);
    expect(replayed).toMatchObject(problem(401, 'invalid-credentials'));
    expect(again).toMatchObject(problem(410, 'flow-expired'));
  });

  it('X4 lifts no lock and refills no budget', async () => {
    const person = await app.newcomer();
    for (let guess = 0; guess < 9; guess += 1) await person.stranger().signInWithPassword(`guess ${guess}`);
    app.clock.advance(-HOUR);
    expect(await person.stranger().signInWithPassword('guess ten')).toMatchObject({ status: 401 });
    const locked = await person.stranger().signInWithPassword('guess eleven');
    app.clock.advance(HOUR);
    expect(locked).toMatchObject(problem(429, 'locked'));
  });
});
