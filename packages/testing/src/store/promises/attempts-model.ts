import assert from 'node:assert/strict';
import {
  type AttemptCounter,
  clearAttempts,
  giveBackAttempt,
  instant,
  lockedUntil,
  NO_ATTEMPTS,
  reserveAttempt,
} from '@sallyport/core';
import type { AttemptRef } from '@sallyport/engine';
import { counterOf, guess, LIMITS, SUBJECT } from '../attempts.ts';
import { numbersFrom } from '../numbers.ts';
import { MINUTE, NOW } from '../sample-records.ts';
import { type Chapter, type Scene, write } from '../scene.ts';

/** Guesses, gives back and clears at random, and compares with core's rules after every move. */
async function followsCore(scene: Scene, seed: number): Promise<void> {
  const { below } = numbersFrom(seed);
  const limits = { ...LIMITS, hardLimit: 40 };
  const open: AttemptRef[] = [];
  let model: AttemptCounter = NO_ATTEMPTS;
  let now: number = NOW;
  for (let move = 0; move < 150; move++) {
    now += [0, 1, MINUTE, 4 * MINUTE, 16 * MINUTE][below(5)] ?? 0;
    const kind = below(20);
    const ref = kind < 5 ? open.splice(below(open.length || 1), 1)[0] : undefined;
    if (ref !== undefined) {
      await write(scene, { giveBack: ref });
      model = giveBackAttempt(model, ref.reservation);
    } else if (kind === 19) {
      const by = below(2) === 0 ? 'stranger' : 'known-device';
      await write(scene, { clearCounters: { subject: SUBJECT, by } });
      model = clearAttempts(model, by);
    } else {
      const answer = await guess(scene, { limits }, { now: instant(now) });
      const expected = reserveAttempt(model, limits, instant(now));
      if (expected.admitted) {
        model = expected.counter;
        const newRef = { subject: SUBJECT, authenticator: 'password', reservation: expected.reservation };
        const locks = lockedUntil(model, limits, instant(now)) !== undefined;
        assert.deepEqual(answer, { outcome: 'counted', ref: newRef, locks });
        open.push(newRef);
      } else {
        assert.deepEqual(answer, { outcome: 'locked', until: expected.until });
      }
    }
    const counter = await counterOf(scene);
    assert.deepEqual([counter?.recent ?? 0, counter?.total ?? 0], [model.recent, model.total]);
    if (model.recent > 0) assert.deepEqual(counter, model);
  }
}

/** Where the rules are written a second time, in SQL or in a pipeline, they are the same rules. */
export const attemptsModel: Chapter = {
  title: 'the counter follows the rules of core',
  promises: Object.fromEntries(
    [1, 20_250_615, 314_159, 271_828].map((seed) => [
      `through 150 moves at random, from seed ${seed}`,
      (scene: Scene) => followsCore(scene, seed),
    ]),
  ),
};
