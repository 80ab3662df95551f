import { describe, expect, it } from 'vitest';
import type { Administration } from '../support/administration.ts';
import { atOnce, complete, continues, problem, tally } from '../support/expectations.ts';
import { quickstartForThisTest } from '../support/quickstart.ts';

/** The number of strangers. Each stranger would have left a permanent line in the log. */
const STRANGERS = 200;

async function failuresOf(ada: Administration): Promise<number> {
  const { body } = await ada.person.client.get<{ failuresByHour: { count: number }[] }>('/admin/security');
  return body.failuresByHour.reduce((sum, { count }) => sum + count, 0);
}

describe('the action log, and strangers who would write it', () => {
  it('P17 is not written by naming an identifier, whether or not anybody has it', async () => {
    const app = await quickstartForThisTest();
    const ada = await app.admin();
    const before = await ada.events();
    const replies = await atOnce(STRANGERS, (index) =>
      app.newClient().post('/sign-in', { identifier: index % 2 === 0 ? 'dora@example.org' : `nobody-${index}` }),
    );
    expect(tally(replies)).toEqual({ 200: STRANGERS });
    expect(await ada.events()).toEqual(before);
  });

  it('P17 has failures at identifiers that nobody has as a number for each hour, and no line', async () => {
    const app = await quickstartForThisTest();
    const ada = await app.admin();
    const [before, failures] = [await ada.events(), await failuresOf(ada)];
    const replies = await atOnce(STRANGERS, (index) =>
      app.newClient().post('/sign-in', { identifier: `nobody-${index}`, password: 'a guess at nothing' }),
    );
    expect(tally(replies)).toEqual({ 401: STRANGERS });
    expect(await ada.events()).toEqual(before);
    expect(await failuresOf(ada)).toBe(failures + STRANGERS);
  });

  it('P17 nor by passkeys that are nobody’s, shown where a known identifier was named: nothing locks those', async () => {
    const app = await quickstartForThisTest();
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsPasskey();
    const other = await app.newcomer();
    await other.proves('password', 'email-code');
    await other.enrollsPasskey();
    const ada = await app.admin();
    const stranger = other.elsewhere();
    await stranger.client.post('/sign-in', { identifier: person.identifier });
    const before = await ada.events();
    for (let show = 0; show < 20; show += 1) {
      const shown = await stranger.goesOnWith('passkey');
      expect(shown).toMatchObject(problem(401, 'invalid-credentials'));
    }
    expect(await ada.events()).toEqual(before);
  });

  it('P17 nor by made-up answers to a passkey whose id somebody saw: nothing locks those either', async () => {
    const app = await quickstartForThisTest();
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsPasskey();
    const shown = await person.elsewhere().assertsPasskey();
    const madeUp = { ...shown, response: { ...shown.response, signature: 'bWFkZSB1cA' } };
    const ada = await app.admin();
    const [before, failures] = [await ada.events(), await failuresOf(ada)];
    for (let show = 0; show < 20; show += 1) {
      const reply = await app.newClient().post('/sign-in/passkey', madeUp);
      expect(reply).toMatchObject(problem(401, 'invalid-credentials'));
    }
    expect(await ada.events()).toEqual(before);
    expect(await failuresOf(ada)).toBe(failures + 20);
  });

  it('X18 says once that a sign-in was started, with its first failure or proof, and each failure at an account', async () => {
    const app = await quickstartForThisTest();
    const person = await app.newcomer();
    await person.begins();
    for (let guess = 0; guess < 3; guess += 1) {
      const reply = await person.client.post('/sign-in/password', { password: `guess ${guess}` });
      expect(reply).toMatchObject(problem(401, 'invalid-credentials'));
    }
    expect(await person.goesOnWith('password')).toMatchObject(continues);
    expect(await person.goesOnWith('email-code')).toMatchObject(complete());
    const types = (await (await app.admin()).events({ person })).map(({ type }) => type);
    expect(types.filter((type) => type.startsWith('sign-in.'))).toEqual([
      'sign-in.succeeded',
      'sign-in.failed',
      'sign-in.failed',
      'sign-in.failed',
      'sign-in.started',
    ]);
  });

  it('X18 says it once however many failures come at once', async () => {
    const app = await quickstartForThisTest();
    const person = await app.newcomer();
    await person.begins();
    const replies = await atOnce(10, (index) =>
      person.client.copy().post('/sign-in/password', { password: `guess ${index}` }),
    );
    expect(tally(replies)).toEqual({ 401: 10 });
    const ada = await app.admin();
    expect(await ada.events({ person, type: 'sign-in.started' })).toHaveLength(1);
    expect(await ada.events({ person, type: 'sign-in.failed' })).toHaveLength(10);
  });
});
