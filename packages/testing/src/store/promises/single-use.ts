import assert from 'node:assert/strict';
import { accountId, later, MINUTE, sampleAccount, sampleFlow, sampleSession } from '../sample-records.ts';
import {
  addAccounts,
  atOnce,
  begin,
  type Chapter,
  fromOtherTenant,
  openSessions,
  refuse,
  tally,
  tryWrite,
  write,
} from '../scene.ts';

const mark = { key: 'challenge-1', expiresAt: later(MINUTE) };

/** Codes, challenges, tokens and flows can be used only once. */
export const singleUse: Chapter = {
  title: 'what works once works once',
  promises: {
    'a mark is spent by one of 100 at once': async (scene) => {
      const results = await atOnce(100, (turn) =>
        tryWrite(scene, { spend: [mark], flow: sampleFlow(scene.tenant, `f${turn}`) }),
      );
      assert.deepEqual(tally(results), { committed: 1, spent: 99 });
    },
    'a mark whose end is past is spent by one of 100 at once': async (scene) => {
      await write(scene, { spend: [mark] });
      const again = { spend: [{ ...mark, expiresAt: later(2 * MINUTE) }], now: later(MINUTE) };
      assert.deepEqual(tally(await atOnce(100, () => tryWrite(scene, again))), { committed: 1, spent: 99 });
    },
    'a mark is spent up to its end, and not at it': async (scene) => {
      await write(scene, { spend: [mark] });
      await refuse(scene, { spend: [mark], now: later(MINUTE - 1) }, 'spent');
      await write(scene, { spend: [mark], now: later(MINUTE) });
    },
    'of several marks, one that was spent before leaves the others unspent': async (scene) => {
      await write(scene, { spend: [mark] });
      const others = ['a', 'z'].map((key) => ({ ...mark, key }));
      const [first, last] = others;
      await refuse(scene, { spend: [...others, mark] }, 'spent');
      await write(scene, { spend: [first ?? mark] });
      await write(scene, { spend: [last ?? mark] });
    },
    'marks of other names, and of another tenant, are others': async (scene) => {
      await write(scene, { spend: [mark] });
      await write(scene, { spend: [{ ...mark, key: 'challenge-2' }] });
      await write(fromOtherTenant(scene), { spend: [mark] });
    },
    'a flow is consumed by one of 100 at once, and opens one session': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      await write(scene, { flow: sampleFlow(scene.tenant, 'f1') });
      const results = await atOnce(100, (turn) =>
        tryWrite(scene, {
          guards: { flow: { id: 'f1', version: 1 }, account: { id: accountId('cleo'), version: 1 } },
          opens: { session: sampleSession(scene.tenant, `s${turn}`, 'cleo'), consumes: { flowId: 'f1' } },
        }),
      );
      assert.deepEqual(tally(results), { committed: 1, flow: 99 });
      assert.equal((await begin(scene, { flowHash: 'token-of-f1' })).flow, undefined);
      const sessions = await scene.store.listSessions(scene.tenant, accountId('cleo'), later(0));
      assert.equal(sessions.length, 1);
    },
    'a session is rotated by one of 100 at once': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      await openSessions(scene, sampleSession(scene.tenant, 'before', 'cleo'));
      const results = await atOnce(100, (turn) =>
        tryWrite(scene, {
          guards: { session: { id: 'before', version: 1 } },
          session: sampleSession(scene.tenant, 'before', 'cleo', { version: 2, tokenHash: `token-${turn}` }),
        }),
      );
      assert.deepEqual(tally(results), { committed: 1, session: 99 });
      const sessions = await scene.store.listSessions(scene.tenant, accountId('cleo'), later(0));
      const winner = results.findIndex(({ outcome }) => outcome === 'committed');
      assert.deepEqual(
        sessions.map(({ id, tokenHash }) => [id, tokenHash]),
        [['before', `token-${winner}`]],
      );
    },
    'a mark opens one session of 100 at once': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      const results = await atOnce(100, (turn) =>
        tryWrite(scene, {
          guards: { account: { id: accountId('cleo'), version: 1 } },
          spend: [mark],
          opens: { session: sampleSession(scene.tenant, `s${turn}`, 'cleo'), consumes: { mark: mark.key } },
        }),
      );
      assert.deepEqual(tally(results), { committed: 1, spent: 99 });
      const sessions = await scene.store.listSessions(scene.tenant, accountId('cleo'), later(0));
      assert.equal(sessions.length, 1);
    },
    'a backup code is used by one of 50 at once, whatever else they do': async (scene) => {
      const backupCodes = { id: 'b1', issuedAt: later(0), hashes: ['h1', 'h2'] };
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo', { backupCodes }));
      const results = await atOnce(50, async (turn) => {
        await write(scene, { flow: sampleFlow(scene.tenant, `f${turn}`) });
        return tryWrite(scene, {
          guards: { flow: { id: `f${turn}`, version: 1 }, account: { id: accountId('cleo'), version: 1 } },
          account: sampleAccount(scene.tenant, 'cleo', { version: 2, backupCodes: { ...backupCodes, hashes: ['h2'] } }),
          opens: { session: sampleSession(scene.tenant, `s${turn}`, 'cleo'), consumes: { flowId: `f${turn}` } },
        });
      });
      assert.deepEqual(tally(results), { committed: 1, account: 49 });
      assert.equal((await scene.store.listSessions(scene.tenant, accountId('cleo'), later(0))).length, 1);
    },
  },
};
