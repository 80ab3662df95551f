import { describe, expect, it } from 'vitest';
import { STORES } from './support/embedded.ts';
import { atOnce, tally } from './support/expectations.ts';
import { HASHING_IN_A_LINE, PASSWORD, quickstartForThisTest } from './support/quickstart.ts';

describe.each(STORES)('many at once, on %s', (store) => {
  it('X5 right passwords of one account are all let in, though a window bears ten guesses', async () => {
    const app = await quickstartForThisTest({ store, passwordHashing: HASHING_IN_A_LINE });
    const dora = app.person('dora@example.org');
    const replies = await atOnce(50, () => dora.elsewhere().signInWithPassword());
    expect(tally(replies)).toEqual({ 200: 50 });
    for (const { body } of replies) expect(body.status).toBe('continue');
    const ada = await app.admin();
    expect(await ada.sees(dora)).toMatchObject({ status: 'active' });
    expect(await ada.events({ person: dora, type: 'account.locked' })).toEqual([]);
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

  it('W4 one administrator creates 80 accounts, and none is refused', async () => {
    const app = await quickstartForThisTest({ store, passwordHashing: HASHING_IN_A_LINE });
    const ada = await app.admin();
    const replies = await atOnce(80, (turn) => ada.creates({ identifier: `person-${turn}@example.org` }));
    expect(tally(replies)).toEqual({ 201: 80 });
  });
});
