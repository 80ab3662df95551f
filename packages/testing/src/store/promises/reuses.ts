import assert from 'node:assert/strict';
import type { Instant, Store } from '@sallyport/engine';
import { DAY, HOUR, later, NOW } from '../sample-records.ts';
import { atOnce, type Chapter, type Scene } from '../scene.ts';

type Holds = Required<Pick<Store, 'holdReuse' | 'longestReuse'>>;

/** Skips the promise for a store that has none of the two methods. */
function ifHeld(proof: (holds: Holds, scene: Scene) => Promise<void>): (scene: Scene) => Promise<void> {
  return async (scene) => {
    const { store } = scene;
    const { holdReuse, longestReuse } = store;
    assert.equal(holdReuse === undefined, longestReuse === undefined, 'a store has both methods, or none');
    if (holdReuse === undefined || longestReuse === undefined) return;
    await proof(
      {
        holdReuse: (...asked) => holdReuse.apply(store, asked),
        longestReuse: (...asked) => longestReuse.apply(store, asked),
      },
      scene,
    );
  };
}

export const reuses: Chapter = {
  title: 'how long session checks are reused is known to every process',
  promises: {
    'the longest reuse that is not over counts': ifHeld(async ({ holdReuse, longestReuse }) => {
      assert.equal(await longestReuse(NOW), 0);
      await holdReuse(1_000, later(HOUR));
      await holdReuse(250, later(DAY));
      await holdReuse(50, later(2 * DAY));
      const seen = async (now: Instant): Promise<unknown> => longestReuse(now);
      assert.equal(await seen(NOW), 1_000);
      assert.equal(await seen(later(HOUR - 1)), 1_000);
      assert.equal(await seen(later(HOUR)), 250);
      assert.equal(await seen(later(DAY)), 50);
      assert.equal(await seen(later(2 * DAY)), 0);
    }),
    'the end of a reuse moves on, and never back': ifHeld(async ({ holdReuse, longestReuse }) => {
      await holdReuse(250, later(HOUR));
      await holdReuse(250, later(DAY));
      await holdReuse(250, NOW);
      assert.equal(await longestReuse(later(DAY - 1)), 250);
      assert.equal(await longestReuse(later(DAY)), 0);
    }),
    'a sweep removes a reuse that is over, and no other': ifHeld(async ({ holdReuse, longestReuse }, { store }) => {
      await holdReuse(250, later(HOUR));
      await holdReuse(50, later(HOUR + 1));
      assert.equal(await store.sweep(later(HOUR)), 1);
      assert.equal(await longestReuse(NOW), 50);
    }),
    'of 20 processes that begin at once, none is missed by a read that begins later': ifHeld(
      async ({ holdReuse, longestReuse }) => {
        for (let round = 1; round <= 5; round++) {
          await atOnce(20, async (turn) => {
            const milliseconds = 40 * round + turn;
            await holdReuse(milliseconds, later(DAY + (turn % 2)));
            assert.ok((await longestReuse(NOW)) >= milliseconds);
          });
          assert.equal(await longestReuse(NOW), 40 * round + 19);
        }
      },
    ),
  },
};
