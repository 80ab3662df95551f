import { describe, expect, it } from 'vitest';
import { STORES } from './support/embedded.ts';
import { atOnce, problem, tally } from './support/expectations.ts';
import { HASHING_IN_A_LINE, PASSWORD, quickstartForThisTest } from './support/quickstart.ts';

describe.each(STORES)('many at once, on %s', (store) => {
  it('X5 right passwords of one account are all let in, though a window bears ten guesses', async () => {
    const app = await quickstartForThisTest({ store, passwordHashing: HASHING_IN_A_LINE });
    const dora = app.person('dora@example.org');
    for (const times of [12, 50]) {
      const replies = await atOnce(times, () => dora.elsewhere().signInWithPassword());
      expect(tally(replies)).toEqual({ 200: times });
      for (const { body } of replies) expect(body.status).toBe('continue');
    }
    const ada = await app.admin();
    expect(await ada.sees(dora)).toMatchObject({ status: 'active' });
    expect(await ada.events({ person: dora, type: 'account.locked' })).toEqual([]);
  });

  it('X5 and complete, where a password is enough', async () => {
    const app = await quickstartForThisTest({ store, policy: { requiredStrength: 'single' } });
    const dora = app.person('dora@example.org');
    const replies = await atOnce(50, () => dora.elsewhere().signInWithPassword());
    expect(tally(replies)).toEqual({ 200: 50 });
    for (const { body } of replies) expect(body.status).toBe('complete');
  });

  it('X5 right ones beside nine wrong ones are let in, and nobody is locked out', async () => {
    const app = await quickstartForThisTest({ store, passwordHashing: HASHING_IN_A_LINE });
    const dora = app.person('dora@example.org');
    const replies = await atOnce(39, (turn) => dora.elsewhere().signInWithPassword(turn < 9 ? 'not this' : PASSWORD));
    expect(tally(replies.slice(0, 9))).toEqual({ 401: 9 });
    expect(tally(replies.slice(9))).toEqual({ 200: 30 });
    expect((await dora.elsewhere().signInWithPassword()).status).toBe(200);
    const ada = await app.admin();
    expect(await ada.events({ person: dora, type: 'account.locked' })).toEqual([]);
  });

  it('X4 of wrong ones ten are judged, and the rest hears of the lock once', async () => {
    const app = await quickstartForThisTest({ store, passwordHashing: HASHING_IN_A_LINE });
    const dora = app.person('dora@example.org');
    const replies = await atOnce(60, (turn) => dora.elsewhere().signInWithPassword(`guess ${turn}`));
    expect(tally(replies)).toEqual({ 401: 10, 429: 50 });
    expect(await dora.elsewhere().signInWithPassword()).toMatchObject(problem(429, 'locked'));
    const ada = await app.admin();
    expect(await ada.events({ person: dora, type: 'sign-in.failed' })).toHaveLength(10);
    expect(await ada.events({ person: dora, type: 'account.locked' })).toHaveLength(1);
  });

  it('X6 wrong ones at an identifier that nobody has are answered like those', async () => {
    const app = await quickstartForThisTest({ store, passwordHashing: HASHING_IN_A_LINE });
    const nobody = app.person('nobody@example.org');
    const replies = await atOnce(60, (turn) => nobody.elsewhere().signInWithPassword(`guess ${turn}`));
    expect(tally(replies)).toEqual({ 401: 10, 429: 50 });
  });

  it('X18 eighty accounts that one administrator creates come to be', async () => {
    const app = await quickstartForThisTest({ store });
    const ada = await app.admin();
    const { length: before } = await ada.events({ type: 'account.created' });
    const replies = await atOnce(80, (turn) => {
      const identifier = `person-${turn}@example.org`;
      return ada.creates({ identifier, email: identifier, password: PASSWORD });
    });
    expect(tally(replies)).toEqual({ 201: 80 });
    expect(await ada.events({ type: 'account.created' })).toHaveLength(before + 80);
  });
});
