import assert from 'node:assert/strict';
import { instant } from '@sallyport/core';
import { NO_ATTEMPTS, reservationOf } from '@sallyport/core/lockout';
import type { AttemptRef, Commit } from '@sallyport/engine';
import { admitted, counterOf, guess, guessesOf, LIMITS, refOf } from '../attempts.ts';
import {
  accountId,
  later,
  MINUTE,
  NOW,
  sampleAccount,
  sampleDevice,
  sampleEvent,
  sampleFlow,
} from '../sample-records.ts';
import {
  addAccounts,
  atOnce,
  type Chapter,
  fromOtherTenant,
  refuse,
  type Scene,
  tally,
  tryWrite,
  write,
} from '../scene.ts';

async function giveBack(scene: Scene, ...refs: readonly AttemptRef[]): Promise<void> {
  await Promise.all(refs.map((ref) => write(scene, { giveBack: ref })));
}

/** A guess that was proved or never judged is given back. The lock that the guess set ends. Other guesses stay counted. */
export const attemptsReturned: Chapter = {
  title: 'an attempt that was proved, or never judged, is given back',
  promises: {
    'one is given back, and the others stay': async (scene) => {
      const ref = await admitted(scene);
      await admitted(scene);
      await giveBack(scene, ref);
      assert.deepEqual(await guessesOf(scene), { recent: 1, total: 1 });
    },
    'the one that locked takes its lock back': async (scene) => {
      for (let turn = 0; turn < 4; turn++) await admitted(scene);
      await giveBack(scene, await admitted(scene));
      assert.deepEqual(await counterOf(scene), { ...NO_ATTEMPTS, recent: 4, total: 4, first: NOW });
      await admitted(scene);
    },
    'one of a window that is over gives back of the sum only': async (scene) => {
      const ref = await admitted(scene);
      for (let turn = 0; turn < 4; turn++) await admitted(scene);
      const now = later(10 * MINUTE);
      for (let turn = 0; turn < 5; turn++) await admitted(scene, {}, { now });
      await giveBack(scene, ref);
      const lockedUntil = later(30 * MINUTE);
      assert.deepEqual(await counterOf(scene), { ...NO_ATTEMPTS, recent: 5, total: 9, first: now, lockedUntil });
      assert.deepEqual(await guess(scene, {}, { now }), { outcome: 'locked', until: lockedUntil });
    },
    'an owner who is right just after a lock ended is not locked again': async (scene) => {
      for (let turn = 0; turn < 5; turn++) await admitted(scene);
      const now = later(10 * MINUTE);
      for (let turn = 0; turn < 20; turn++) await giveBack(scene, await admitted(scene, {}, { now }));
      assert.equal((await guess(scene, {}, { now })).outcome, 'counted');
    },
    'nine wrong and one right in every window: the nine add up to the hard limit': async (scene) => {
      const limits = { ...LIMITS, maxFailures: 10, hardLimit: 25 };
      for (let window = 0; window < 2; window++) {
        const now = later(window * 20 * MINUTE);
        for (let turn = 0; turn < 9; turn++) await admitted(scene, { limits }, { now });
        await giveBack(scene, await admitted(scene, { limits }, { now }));
      }
      const answers = await atOnce(20, () => guess(scene, { limits }, { now: later(60 * MINUTE) }));
      assert.deepEqual(tally(answers), { counted: 7, locked: 13 });
    },
    'ten right ones at once lock nobody out': async (scene) => {
      const answers = await atOnce(10, () => guess(scene));
      assert.deepEqual(tally(answers), { counted: 5, locked: 5 });
      await giveBack(scene, ...answers.filter(({ outcome }) => outcome === 'counted').map(refOf));
      assert.deepEqual(await guessesOf(scene), { recent: 0, total: 0 });
      assert.deepEqual(await scene.store.listCounters(scene.tenant), []);
      await admitted(scene);
    },
    '200 at once, half of them right, leave the other half': async (scene) => {
      const limits = { ...LIMITS, maxFailures: 1000, hardLimit: 1000 };
      await atOnce(200, async (turn) => {
        const ref = await admitted(scene, { limits });
        if (turn % 2 === 0) await giveBack(scene, ref);
      });
      assert.deepEqual(await guessesOf(scene), { recent: 100, total: 100 });
    },
    'one is given back by the commit that its proof loses, and by that commit alone': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      for (let turn = 0; turn < 3; turn++) await admitted(scene);
      const change: Partial<Commit> = {
        guards: { account: { id: accountId('cleo'), version: 7 } },
        events: [sampleEvent(scene.tenant, 'e1')],
      };
      await refuse(scene, { ...change, giveBack: await admitted(scene) }, 'account');
      assert.deepEqual(await guessesOf(scene), { recent: 3, total: 3 });
      assert.deepEqual((await scene.store.listEvents(scene.tenant, { limit: 10 })).items, []);
      await refuse(scene, change, 'account');
      assert.deepEqual(await guessesOf(scene), { recent: 3, total: 3 });
    },
    'of 100 that are right at once and race to one commit, all are given back': async (scene) => {
      const limits = { ...LIMITS, maxFailures: 1000, hardLimit: 1000 };
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      const results = await atOnce(100, async () => {
        const ref = await admitted(scene, { limits }, { account: { kind: 'id', value: accountId('cleo') } });
        return tryWrite(scene, {
          guards: { account: { id: accountId('cleo'), version: 1 } },
          account: sampleAccount(scene.tenant, 'cleo', { version: 2 }),
          giveBack: ref,
        });
      });
      assert.deepEqual(tally(results), { committed: 1, account: 99 });
      assert.deepEqual(await guessesOf(scene, 'cleo'), { recent: 0, total: 0 });
    },
    'what a grant gives back and clears in one is gone': async (scene) => {
      await admitted(scene);
      const ref = await admitted(scene);
      await write(scene, { giveBack: ref, clearCounters: { subject: ref.subject, by: 'stranger' } });
      assert.deepEqual(await scene.store.listCounters(scene.tenant), []);
      await admitted(scene);
      const last = await admitted(scene);
      await write(scene, { giveBack: last, clearCounters: { subject: ref.subject, by: 'known-device', device: 'd1' } });
      assert.deepEqual(await guessesOf(scene), { recent: 1, total: 0 });
    },
    'one that was never judged is given back, though all that it was made with is gone': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      await write(scene, { flow: sampleFlow(scene.tenant, 'f1', { accountId: accountId('cleo') }) });
      for (let turn = 0; turn < 4; turn++) await admitted(scene, {}, { flowHash: 'token-of-f1' });
      const ref = await admitted(scene, {}, { flowHash: 'token-of-f1' });
      const account = sampleAccount(scene.tenant, 'cleo', { version: 2 });
      await write(scene, { guards: { account: { id: account.id, version: 1 } }, account, endFlow: { id: 'f1' } });
      await giveBack(scene, ref);
      assert.deepEqual(await counterOf(scene, 'cleo'), { ...NO_ATTEMPTS, recent: 4, total: 4, first: NOW });
      assert.deepEqual(await scene.store.readAccount(scene.tenant, account.id), account);
      assert.deepEqual((await scene.store.listEvents(scene.tenant, { limit: 10 })).items, []);
    },
    'what was cleared in between stays cleared': async (scene) => {
      const ref = await admitted(scene);
      await admitted(scene);
      await write(scene, { clearCounters: { subject: ref.subject, by: 'administrator' } });
      await giveBack(scene, ref);
      assert.deepEqual(await guessesOf(scene), { recent: 0, total: 0 });
      await admitted(scene, {}, { now: instant(NOW + 1) });
      await giveBack(scene, ref);
      assert.deepEqual(await guessesOf(scene), { recent: 1, total: 0 });
    },
    'a device’s is given back to the device, a tenant’s to the tenant': async (scene) => {
      const other = fromOtherTenant(scene);
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      await write(scene, { device: sampleDevice('cleo', 'd1') });
      const account = { kind: 'id', value: accountId('cleo') } as const;
      await admitted(scene, {}, { account });
      await admitted(other, { subjectIfUnknown: 'cleo' });
      await giveBack(scene, await admitted(scene, {}, { account, deviceHashes: ['d1'] }));
      assert.deepEqual(await guessesOf(scene, 'cleo'), { recent: 1, total: 1 });
      assert.deepEqual(await guessesOf(scene, 'cleo', 'password', 'd1'), { recent: 0, total: 0 });
      await giveBack(scene, await admitted(scene, {}, { account }));
      assert.deepEqual(await guessesOf(other, 'cleo'), { recent: 1, total: 1 });
    },
    'one that nobody counted changes nothing': async (scene) => {
      const reservation = reservationOf(NOW, LIMITS, NOW);
      await giveBack(scene, { subject: 'nobody', authenticator: 'password', reservation });
      assert.deepEqual(await scene.store.listCounters(scene.tenant), []);
      await admitted(scene);
      await giveBack(scene, { subject: 'hash-of-nobody', authenticator: 'totp', reservation });
      await giveBack(scene, { subject: 'hash-of-nobody', authenticator: 'password', device: 'd1', reservation });
      assert.deepEqual(await guessesOf(scene), { recent: 1, total: 1 });
    },
  },
};
