import assert from 'node:assert/strict';
import type { Instant } from '@sallyport/core';
import { accountId, HOUR, later, MINUTE, NOW, sampleEvent } from '../sample-records.ts';
import { atOnce, type Chapter, fromOtherTenant, refuse, type Scene, write } from '../scene.ts';

async function failuresSince(
  scene: Scene,
  since: Instant,
): Promise<readonly (readonly [hour: number, count: number])[]> {
  const counts = await scene.store.countFailures(scene.tenant, since);
  return counts.map(({ hour, count }) => [(hour - NOW) / HOUR, count]);
}

/** Guesses at unknown identifiers are counted and do not fill the action log. */
export const unknownFailures: Chapter = {
  title: 'failures at unknown identifiers are counted by the hour',
  promises: {
    'each counts in its hour, and is no event': async (scene) => {
      for (const offset of [0, 1, HOUR - 1, HOUR, 3 * HOUR, -1]) {
        await write(scene, { now: later(offset), countUnknownFailure: true });
      }
      assert.deepEqual(await failuresSince(scene, later(-HOUR)), [
        [-1, 1],
        [0, 3],
        [1, 1],
        [3, 1],
      ]);
      assert.deepEqual((await scene.store.listEvents(scene.tenant, { limit: 10 })).items, []);
      assert.deepEqual(await scene.store.eventsToNotify(10), []);
    },
    'they add to the failed sign-ins of their hour': async (scene) => {
      const failedAt = [later(MINUTE), later(HOUR)];
      await write(scene, { events: failedAt.map((at, index) => sampleEvent(scene.tenant, `e${index}`, { at })) });
      for (const now of [NOW, later(2 * HOUR)]) await write(scene, { now, countUnknownFailure: true });
      assert.deepEqual(await failuresSince(scene, NOW), [
        [0, 2],
        [1, 1],
        [2, 1],
      ]);
    },
    'an hour counts whole up to its end, and not at it': async (scene) => {
      await write(scene, { countUnknownFailure: true });
      assert.deepEqual(await failuresSince(scene, later(HOUR - 1)), [[0, 1]]);
      assert.deepEqual(await failuresSince(scene, later(HOUR)), []);
    },
    'a change that does not say so counts none': async (scene) => {
      await write(scene, {});
      await write(scene, { countUnknownFailure: false });
      assert.deepEqual(await failuresSince(scene, NOW), []);
    },
    'of 50 at once all are counted': async (scene) => {
      await atOnce(50, () => write(scene, { countUnknownFailure: true }));
      assert.deepEqual(await failuresSince(scene, NOW), [[0, 50]]);
    },
    'a change that is refused counts none': async (scene) => {
      const guards = { account: { id: accountId('nobody'), version: 1 } };
      await refuse(scene, { guards, countUnknownFailure: true }, 'account');
      assert.deepEqual(await failuresSince(scene, NOW), []);
    },
    'each tenant has its own': async (scene) => {
      await write(scene, { countUnknownFailure: true });
      assert.deepEqual(await failuresSince(fromOtherTenant(scene), NOW), []);
    },
  },
};
