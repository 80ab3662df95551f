import assert from 'node:assert/strict';
import { instant } from '@sallyport/core';
import { NO_ATTEMPTS } from '@sallyport/core/lockout';
import { admitted, counterOf, guess, guessesOf, LIMITS } from '../attempts.ts';
import { later, MINUTE, NOW } from '../sample-records.ts';
import type { Chapter, Scene } from '../scene.ts';

/** Guesses from an instant on until the counter is locked. Returns the end of the lock. */
async function fillWindow(scene: Scene, now: number): Promise<number> {
  for (let turn = 0; turn < 5; turn++) await admitted(scene, {}, { now: instant(now) });
  const refused = await guess(scene, {}, { now: instant(now) });
  assert.equal(refused.outcome, 'locked');
  return refused.until;
}

export const attemptsInTime: Chapter = {
  title: 'windows and locks run as the limits say',
  promises: {
    'a lock holds up to its end, and not at it': async (scene) => {
      const end = await fillWindow(scene, NOW);
      assert.equal(end, later(10 * MINUTE));
      assert.deepEqual(await guess(scene, {}, { now: instant(end - 1) }), { outcome: 'locked', until: end });
      await admitted(scene, {}, { now: instant(end) });
      assert.deepEqual(await counterOf(scene), { ...NO_ATTEMPTS, recent: 1, total: 6, first: end });
    },
    'a window counts up to its end, and not at it': async (scene) => {
      await admitted(scene);
      await admitted(scene, {}, { now: later(15 * MINUTE - 1) });
      assert.deepEqual(await guessesOf(scene), { recent: 2, total: 2 });
      await admitted(scene, {}, { now: later(15 * MINUTE) });
      const counter = { ...NO_ATTEMPTS, recent: 1, total: 3, first: later(15 * MINUTE) };
      assert.deepEqual(await counterOf(scene), counter);
    },
    'a lock that ended begins a new window, though the old one still runs': async (scene) => {
      const end = await fillWindow(scene, NOW);
      assert.ok(end < later(15 * MINUTE));
      for (let turn = 0; turn < 4; turn++) await admitted(scene, {}, { now: instant(end) });
      assert.deepEqual(await guessesOf(scene), { recent: 4, total: 9 });
      await admitted(scene, {}, { now: instant(end) });
      assert.equal((await guess(scene, {}, { now: instant(end) })).outcome, 'locked');
    },
    'locks grow as their table says, and the last length stays': async (scene) => {
      let now: number = NOW;
      for (const minutes of [10, 20, 60, 60, 60]) {
        const end = await fillWindow(scene, now);
        assert.equal(end - now, minutes * MINUTE);
        now = end;
      }
    },
    'slow guesses never lock, and add up': async (scene) => {
      for (let turn = 0; turn < 40; turn++) await admitted(scene, {}, { now: later(turn * 4 * MINUTE) });
      const counter = await counterOf(scene);
      assert.deepEqual([counter?.total, counter?.lockedUntil], [40, 0]);
    },
    'slow guesses add up to the hard limit, and then none is admitted': async (scene) => {
      const limits = { ...LIMITS, hardLimit: 7 };
      for (let turn = 0; turn < 7; turn++) {
        await admitted(scene, { limits }, { now: later(turn * 60 * MINUTE) });
      }
      const now = later(100_000 * MINUTE);
      assert.deepEqual(await guess(scene, { limits }, { now }), {
        outcome: 'locked',
        until: later(100_060 * MINUTE),
      });
      assert.deepEqual(await guessesOf(scene), { recent: 1, total: 7 });
    },
  },
};
