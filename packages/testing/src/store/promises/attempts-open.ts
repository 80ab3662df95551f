import assert from 'node:assert/strict';
import { type Instant, instant } from '@sallyport/core';
import { NO_ATTEMPTS } from '@sallyport/core/lockout';
import type { AttemptAnswer, AttemptRef, BeginStep, Commit, CommitResult } from '@sallyport/engine';
import { admitted, counterOf, guess, guessesOf, JUDGED, refOf } from '../attempts.ts';
import { accountId, DAY, later, MINUTE, NOW, sampleAccount, sampleDevice, sampleEvent } from '../sample-records.ts';
import { addAccounts, atOnce, type Chapter, type Scene, tally, tryWrite, write } from '../scene.ts';

const LOCKED = later(10 * MINUTE);
const ASKED = { limits: JUDGED } as const;
const HALF_A_MINUTE = later(30_000);

function open(scene: Scene, step: Partial<BeginStep> = {}): Promise<AttemptRef> {
  return admitted(scene, ASKED, step);
}

function ask(scene: Scene, now: Instant = NOW): Promise<AttemptAnswer> {
  return guess(scene, ASKED, { now });
}

async function opened(scene: Scene, times: number): Promise<readonly AttemptRef[]> {
  return atOnce(times, () => open(scene));
}

/** Judges a guess as wrong. `lock` is the id of the event that the store writes if the failure locks the counter. */
function judged(scene: Scene, attempt: AttemptRef, lock?: string, change: Partial<Commit> = {}): Promise<CommitResult> {
  const ifLocked = lock === undefined ? {} : { ifLocked: sampleEvent(scene.tenant, lock, { type: 'account.locked' }) };
  return tryWrite(scene, { judged: { attempt, hardLimit: JUDGED.hardLimit, ...ifLocked }, ...change });
}

async function eventsOf({ store, tenant }: Scene): Promise<readonly string[]> {
  return (await store.listEvents(tenant, { limit: 20 })).items.map(({ id }) => id);
}

/** Open guesses in a full budget make further guesses wait. Failures alone lock. */
export const attemptsOpen: Chapter = {
  title: 'a budget full of attempts that are not judged makes others wait',
  promises: {
    'of 500 guesses at once five are admitted, and all others wait': async (scene) => {
      const answers = await atOnce(500, () => ask(scene));
      assert.deepEqual(tally(answers), { counted: 5, waits: 495 });
      const full = { recent: 5, total: 5, first: NOW, lockedUntil: LOCKED, open: new Array(5).fill(HALF_A_MINUTE) };
      assert.deepEqual(await counterOf(scene), full);
      for (const answer of answers) if (answer.outcome === 'waits') assert.deepEqual(answer, { outcome: 'waits' });
    },
    'as long as one of them is open, others wait': async (scene) => {
      const [last, ...refs] = await opened(scene, 5);
      for (const ref of refs) await judged(scene, ref);
      assert.equal((await ask(scene)).outcome, 'waits');
      assert.ok(last !== undefined);
      await judged(scene, last);
      assert.deepEqual(await ask(scene), { outcome: 'locked', until: LOCKED });
    },
    'of five that are wrong at once one locks, and its event is written': async (scene) => {
      const refs = await opened(scene, 5);
      const results = await Promise.all(refs.map((ref, turn) => judged(scene, ref, `lock-${turn}`)));
      const locks = results.flatMap(({ locked }, turn) => (locked ? [`lock-${turn}`] : []));
      assert.equal(locks.length, 1);
      assert.deepEqual(await eventsOf(scene), locks);
      const counter = { ...NO_ATTEMPTS, recent: 5, total: 5, first: NOW, lockedUntil: LOCKED };
      assert.deepEqual(await counterOf(scene), counter);
      assert.deepEqual(await ask(scene), { outcome: 'locked', until: LOCKED });
    },
    'a failure that locks nothing says nothing of a lock': async (scene) => {
      const [first, second] = await opened(scene, 2);
      assert.ok(first !== undefined && second !== undefined);
      for (const ref of [first, second]) {
        assert.deepEqual(await judged(scene, ref, 'lock'), { outcome: 'committed' });
      }
      assert.deepEqual(await eventsOf(scene), []);
      assert.deepEqual(await guessesOf(scene), { recent: 2, total: 2 });
    },
    'the lock is told after the failure': async (scene) => {
      const refs = await opened(scene, 5);
      for (const [turn, ref] of refs.entries()) {
        await judged(scene, ref, `lock-${turn}`, { events: [sampleEvent(scene.tenant, `failure-${turn}`)] });
      }
      assert.deepEqual((await eventsOf(scene)).slice(0, 2), ['lock-4', 'failure-4']);
    },
    'one that is right makes room for one that waits, and for one alone': async (scene) => {
      const [ref] = await opened(scene, 5);
      assert.ok(ref !== undefined);
      await write(scene, { giveBack: ref });
      const answers = await atOnce(50, () => ask(scene));
      assert.deepEqual(tally(answers), { counted: 1, waits: 49 });
    },
    'fifty right ones at once all come to their turn, with no more than five open': async (scene) => {
      let waiting = 50;
      while (waiting > 0) {
        const answers = await atOnce(waiting, () => ask(scene));
        const refs = answers.filter(({ outcome }) => outcome === 'counted').map(refOf);
        assert.deepEqual(tally(answers), { counted: refs.length, ...(waiting > 5 && { waits: waiting - 5 }) });
        assert.equal(refs.length, Math.min(waiting, 5));
        await Promise.all(refs.map((giveBack) => write(scene, { giveBack })));
        waiting -= refs.length;
      }
      assert.deepEqual(await scene.store.listCounters(scene.tenant), []);
    },
    'who waits costs nothing': async (scene) => {
      await opened(scene, 5);
      const before = await counterOf(scene);
      await atOnce(100, (turn) => ask(scene, later(turn)));
      assert.deepEqual(await counterOf(scene), before);
    },
    'one that nobody judges within half a minute is a failure': async (scene) => {
      await opened(scene, 5);
      assert.equal((await ask(scene, instant(HALF_A_MINUTE - 1))).outcome, 'waits');
      assert.deepEqual(await ask(scene, HALF_A_MINUTE), { outcome: 'locked', until: LOCKED });
    },
    'a request with an earlier clock does not shorten the time of the attempts that others left open': async (
      scene,
    ) => {
      for (let turn = 0; turn < 4; turn++) await open(scene, { now: later(20_000) });
      await open(scene);
      assert.equal((await ask(scene, later(49_999))).outcome, 'waits');
      assert.deepEqual(await ask(scene, later(50_000)), { outcome: 'locked', until: LOCKED });
    },
    'an attempt of an earlier clock is closed beside newer ones, and keeps nobody waiting': async (scene) => {
      const fast: AttemptRef[] = [];
      for (let turn = 0; turn < 3; turn++) fast.push(await open(scene, { now: HALF_A_MINUTE }));
      const failed = await open(scene);
      const right = await open(scene);
      const ends = [later(60_000), later(60_000), later(60_000), HALF_A_MINUTE, HALF_A_MINUTE];
      assert.deepEqual((await counterOf(scene))?.open, ends);
      await judged(scene, failed, undefined, { now: NOW });
      assert.deepEqual((await counterOf(scene))?.open, ends.slice(0, 4));
      await write(scene, { giveBack: right });
      assert.deepEqual((await counterOf(scene))?.open, ends.slice(0, 3));
      const last = await open(scene, { now: HALF_A_MINUTE });
      for (const ref of fast) await judged(scene, ref, undefined, { now: HALF_A_MINUTE });
      assert.equal((await judged(scene, last, 'lock', { now: HALF_A_MINUTE })).locked, true);
      assert.equal((await ask(scene, HALF_A_MINUTE)).outcome, 'locked');
    },
    'an attempt that nobody judges keeps nobody waiting after its time, though newer ones were open beside it': async (
      scene,
    ) => {
      await open(scene);
      const refs: AttemptRef[] = [];
      for (let turn = 0; turn < 4; turn++) refs.push(await open(scene, { now: later(20_000) }));
      for (const ref of refs.slice(1)) await judged(scene, ref, undefined, { now: later(20_000) });
      assert.equal((await ask(scene, HALF_A_MINUTE)).outcome, 'waits');
      assert.ok(refs[0] !== undefined);
      assert.equal((await judged(scene, refs[0], 'lock', { now: HALF_A_MINUTE })).locked, true);
      assert.equal((await ask(scene, HALF_A_MINUTE)).outcome, 'locked');
    },
    'of attempts that are judged after their time one locks': async (scene) => {
      const results: CommitResult[] = [];
      for (const ref of await opened(scene, 5)) results.push(await judged(scene, ref, 'lock', { now: HALF_A_MINUTE }));
      assert.deepEqual(tally(results.map(({ locked = false }) => ({ outcome: `${locked}` }))), { true: 1, false: 4 });
      assert.deepEqual(await eventsOf(scene), ['lock']);
    },
    'an attempt that nobody judges keeps nobody waiting who comes half a minute later': async (scene) => {
      await opened(scene, 4);
      const ref = await open(scene, { now: HALF_A_MINUTE });
      assert.equal((await ask(scene, HALF_A_MINUTE)).outcome, 'waits');
      assert.equal((await judged(scene, ref, undefined, { now: HALF_A_MINUTE })).locked, true);
      assert.equal((await ask(scene, HALF_A_MINUTE)).outcome, 'locked');
    },
    'a guess that is judged late, when newer guesses are open, leaves these guesses open': async (scene) => {
      const [late] = await opened(scene, 4);
      assert.ok(late !== undefined);
      const newer = await open(scene, { now: HALF_A_MINUTE });
      assert.deepEqual(await judged(scene, late, 'lock', { now: HALF_A_MINUTE }), { outcome: 'committed' });
      assert.equal((await ask(scene, HALF_A_MINUTE)).outcome, 'waits');
      assert.equal((await judged(scene, newer, 'lock', { now: HALF_A_MINUTE })).locked, true);
    },
    'a guess that is given back late, when newer guesses are open, leaves these guesses open': async (scene) => {
      const [late] = await opened(scene, 3);
      assert.ok(late !== undefined);
      await open(scene, { now: HALF_A_MINUTE });
      await write(scene, { giveBack: late });
      const counter = { ...NO_ATTEMPTS, recent: 3, total: 3, first: NOW, open: [later(60_000)] };
      assert.deepEqual(await counterOf(scene), counter);
    },
    'at the hard limit as in a window': async (scene) => {
      const limits = { ...JUDGED, hardLimit: 3 };
      const answers = await atOnce(100, () => guess(scene, { limits }));
      assert.deepEqual(tally(answers), { counted: 3, waits: 97 });
      const refs = answers.filter(({ outcome }) => outcome === 'counted').map(refOf);
      const results = await Promise.all(
        refs.map((attempt) => tryWrite(scene, { judged: { attempt, hardLimit: limits.hardLimit } })),
      );
      assert.equal(results.filter(({ locked }) => locked).length, 1);
      assert.equal((await guess(scene, { limits }, { now: later(DAY) })).outcome, 'locked');
    },
    'a device has open guesses of its own': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      await write(scene, { device: sampleDevice('cleo', 'd1') });
      const step = { account: { kind: 'id', value: accountId('cleo') } } as const;
      const strangers = await atOnce(20, () => guess(scene, ASKED, step));
      const ref = await open(scene, { ...step, deviceHashes: ['d1'] });
      await judged(scene, ref);
      const { open: ofDevice } = (await counterOf(scene, 'cleo', 'password', 'd1')) ?? NO_ATTEMPTS;
      const { open: ofStrangers } = (await counterOf(scene, 'cleo')) ?? NO_ATTEMPTS;
      assert.deepEqual([ofDevice.length, ofStrangers.length, tally(strangers)], [0, 5, { counted: 5, waits: 15 }]);
    },
    'a conflict judges too, once, and writes the lock and nothing else': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      const refs = await opened(scene, 5);
      const change: Partial<Commit> = {
        guards: { account: { id: accountId('cleo'), version: 7 } },
        events: [sampleEvent(scene.tenant, 'failure')],
      };
      const results: CommitResult[] = [];
      for (const ref of refs) results.push(await judged(scene, ref, 'lock', change));
      const conflict = { outcome: 'conflict', with: 'account' };
      assert.deepEqual(results, [...new Array(4).fill(conflict), { ...conflict, locked: true }]);
      assert.deepEqual(await eventsOf(scene), ['lock']);
      assert.deepEqual((await counterOf(scene))?.open, []);
    },
    'a key that another has stands in the way of all but the failure': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      const refs = await opened(scene, 5);
      const taken = { account: sampleAccount(scene.tenant, 'dora', { identifiers: ['cleo@example.org'] }) };
      for (const [turn, ref] of refs.entries()) {
        const { outcome, locked } = await judged(scene, ref, 'lock', taken);
        assert.deepEqual([outcome, locked], ['conflict', turn === 4 ? true : undefined]);
      }
      assert.deepEqual(await eventsOf(scene), ['lock']);
    },
    'a failure at what was cleared in between changes nothing': async (scene) => {
      const [ref] = await opened(scene, 5);
      assert.ok(ref !== undefined);
      await write(scene, { clearCounters: { subject: ref.subject, by: 'administrator' } });
      assert.deepEqual(await judged(scene, ref, 'lock'), { outcome: 'committed' });
      assert.deepEqual(await scene.store.listCounters(scene.tenant), []);
      await judged(scene, { ...ref, subject: 'nobody' }, 'lock');
      assert.deepEqual(await scene.store.listCounters(scene.tenant), []);
      assert.deepEqual(await eventsOf(scene), []);
    },
  },
};
