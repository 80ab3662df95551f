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

const singleUse = { key: 'challenge-1', expiresAt: later(MINUTE) };

/** Codes, challenges, tokens and flows can be used only once. */
export const singleUses: Chapter = {
  title: 'what works once works once',
  promises: {
    'a single-use value is used by one of 100 at once': async (scene) => {
      const results = await atOnce(100, (turn) =>
        tryWrite(scene, { uses: [singleUse], flow: sampleFlow(scene.tenant, `f${turn}`) }),
      );
      assert.deepEqual(tally(results), { committed: 1, used: 99 });
    },
    'a single-use value whose end is past is used by one of 100 at once': async (scene) => {
      await write(scene, { uses: [singleUse] });
      const again = { uses: [{ ...singleUse, expiresAt: later(2 * MINUTE) }], now: later(MINUTE) };
      assert.deepEqual(tally(await atOnce(100, () => tryWrite(scene, again))), { committed: 1, used: 99 });
    },
    'a single-use value is used up to its end, and not at it': async (scene) => {
      await write(scene, { uses: [singleUse] });
      await refuse(scene, { uses: [singleUse], now: later(MINUTE - 1) }, 'used');
      await write(scene, { uses: [singleUse], now: later(MINUTE) });
    },
    'of several single-use values, one that was used before leaves the others unused': async (scene) => {
      await write(scene, { uses: [singleUse] });
      const others = ['a', 'z'].map((key) => ({ ...singleUse, key }));
      const [first, last] = others;
      await refuse(scene, { uses: [...others, singleUse] }, 'used');
      await write(scene, { uses: [first ?? singleUse] });
      await write(scene, { uses: [last ?? singleUse] });
    },
    'single-use values of other names, and of another tenant, are others': async (scene) => {
      await write(scene, { uses: [singleUse] });
      await write(scene, { uses: [{ ...singleUse, key: 'challenge-2' }] });
      await write(fromOtherTenant(scene), { uses: [singleUse] });
    },
    'a flow is consumed by one of 100 at once, and opens one session': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      await write(scene, { flow: sampleFlow(scene.tenant, 'f1') });
      const results = await atOnce(100, (turn) =>
        tryWrite(scene, {
          guards: { flow: { id: 'f1', version: 1 }, account: { id: accountId('cleo'), version: 1 } },
          newSession: { session: sampleSession(scene.tenant, `s${turn}`, 'cleo'), consumes: { flowId: 'f1' } },
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
    'a single-use value opens one session of 100 at once': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      const results = await atOnce(100, (turn) =>
        tryWrite(scene, {
          guards: { account: { id: accountId('cleo'), version: 1 } },
          uses: [singleUse],
          newSession: {
            session: sampleSession(scene.tenant, `s${turn}`, 'cleo'),
            consumes: { singleUse: singleUse.key },
          },
        }),
      );
      assert.deepEqual(tally(results), { committed: 1, used: 99 });
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
          newSession: { session: sampleSession(scene.tenant, `s${turn}`, 'cleo'), consumes: { flowId: `f${turn}` } },
        });
      });
      assert.deepEqual(tally(results), { committed: 1, account: 49 });
      assert.equal((await scene.store.listSessions(scene.tenant, accountId('cleo'), later(0))).length, 1);
    },
  },
};
