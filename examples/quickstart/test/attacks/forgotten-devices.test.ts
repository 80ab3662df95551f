import { describe, expect, it } from 'vitest';
import { HOUR } from '../support/clock.ts';
import { atOnce, complete, continues, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';
import { followsResetLink, receivesResetToken } from '../support/recovery.ts';

const app = await quickstartForThisFile();
const NEXT = 'an entirely new pass phrase';

/** A person who signed in at two devices, and later lost one of the devices. */
async function withLostDevice(): Promise<{ person: Person; lost: Person }> {
  const person = await app.newcomer();
  await person.proves('password', 'email-code');
  await person.enrollsTotp();
  const lost = person.elsewhere();
  for (const device of [lost, person]) expect(await device.proves('password', 'totp')).toMatchObject(complete());
  return { person, lost };
}

/** Whether a device is still known: a known device has its own guesses after strangers have used up their guesses. */
async function isKnown(device: Person): Promise<boolean> {
  await atOnce(10, () => device.stranger().signInWithPassword());
  expect(await device.stranger().signInWithPassword()).toMatchObject(problem(429, 'locked'));
  const reply = await device.signInWithPassword();
  app.clock.advance(24 * HOUR);
  if (reply.status === 429) return false;
  expect(reply).toMatchObject(continues);
  return true;
}

describe('a device that signed in before', () => {
  it('X11 is known: the control', async () => {
    const { person, lost } = await withLostDevice();
    for (const device of [person, lost]) expect(await isKnown(device)).toBe(true);
  });

  it.each<[string, (person: Person) => Promise<unknown>]>([
    [
      'signs out everywhere else',
      async ({ client }) => expect((await client.delete('/account/sessions')).status).toBe(200),
    ],
    [
      'sets a new password',
      async ({ client, has }) => {
        expect(await client.post('/account/password', { current: has.password, next: NEXT })).toMatchObject(complete());
        has.password = NEXT;
      },
    ],
    [
      'has the password replaced by mail and another factor',
      async (person) => {
        const token = await receivesResetToken(app, person);
        expect(await followsResetLink(person, token, NEXT)).toMatchObject(continues);
        expect(await person.goesOnWith('totp')).toMatchObject(complete());
        person.has.password = NEXT;
      },
    ],
  ])('X11 is forgotten when its owner %s, and the one at hand stays known', async (_, act) => {
    const { person, lost } = await withLostDevice();
    await act(person);
    expect(await isKnown(lost)).toBe(false);
    expect(await isKnown(person)).toBe(true);
  });

  it.each(['block', 'reset-two-step', 'reset-passkeys'])('X11 is forgotten with an administrator’s %s', async (act) => {
    const { person, lost } = await withLostDevice();
    const ada = await app.admin();
    expect((await ada.does(act, person, act === 'block' ? { reason: 'Investigation' } : {})).status).toBe(200);
    if (act === 'block') await ada.does('unblock', person);
    for (const device of [person, lost]) expect(await isKnown(device)).toBe(false);
  });
});
