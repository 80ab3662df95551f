import { describe, expect, it } from 'vitest';
import { parseSetCookie } from './support/client.ts';
import { DAY, MINUTE, SECOND } from './support/clock.ts';
import { complete, continues } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { quickstartForThisFile } from './support/quickstart.ts';
import { followsResetLink, receivesResetToken } from './support/recovery.ts';
import { totpCode } from './support/totp.ts';

const app = await quickstartForThisFile();
const NEXT = 'an entirely new pass phrase';

/** A second before the end, and the end itself. At its end a lifetime is over. */
const EDGES = [
  ['works until a second before its end', -SECOND, true],
  ['is over at its end', 0, false],
] as const;

async function signedIn(): Promise<Person> {
  const person = await app.newcomer();
  expect(await person.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  return person;
}

async function withTotp(): Promise<Person> {
  const person = await signedIn();
  expect(await person.enrollsTotp()).toMatchObject(complete());
  return person;
}

// These tests state every lifetime themselves. No test reads a lifetime from an answer.
describe('what lives for a while', () => {
  it.each(EDGES)('a reset link, of 30 minutes, %s', async (_, before, lives) => {
    const person = await app.newcomer();
    const token = await receivesResetToken(app, person);
    app.clock.advance(30 * MINUTE + before);
    expect((await followsResetLink(person, token, NEXT)).status).toBe(lives ? 200 : 401);
  });

  it.each(EDGES)('a reset link, in the flow that it opened, %s as well', async (_, before, lives) => {
    const person = (await withTotp()).elsewhere();
    const token = await receivesResetToken(app, person);
    app.clock.advance(20 * MINUTE);
    expect(await followsResetLink(person, token, NEXT)).toMatchObject(continues);
    app.clock.advance(10 * MINUTE + before);
    const code = totpCode(person.has.totpSecret ?? '', app.clock.now);
    expect((await person.client.post('/sign-in/totp', { code })).status).toBe(lives ? 200 : 410);
  });

  it('a known device: 400 days', async () => {
    const person = await app.newcomer();
    const reply = await person.proves('password', 'email-code');
    const device = reply.headers
      .getSetCookie()
      .map(parseSetCookie)
      .find(({ name }) => name === 'sallyport-device');
    expect(Number(device?.attributes.get('max-age')) * SECOND).toBe(400 * DAY);
  });

  it('X11 a session that a page asks about by itself: an hour without use, for a contractor', async () => {
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    expect(await person.enrollsTotp()).toMatchObject(complete('enhanced'));
    const asksByItself = async () => (await person.client.get('/session?unattended=1')).status;
    for (let asked = 0; asked < 59; asked++) {
      app.clock.advance(MINUTE);
      expect(await asksByItself()).toBe(200);
    }
    app.clock.advance(MINUTE + SECOND);
    expect(await asksByItself()).toBe(401);
    expect((await person.session()).status).toBe(401);
  });
});
