import assert from 'node:assert/strict';
import { type AttemptCounter, type Clearing, instant, type LockoutLimits } from '@sallyport/core';
import {
  clearAttempts,
  clearedCounter,
  giveBackAttempt,
  judgeAttempt,
  MAIL_COUNTERS,
  NO_ATTEMPTS,
  reserveAttempt,
} from '@sallyport/core/lockout';
import type { AttemptRef } from '@sallyport/engine';
import { counterOf, guess, JUDGED, LIMITS, SUBJECT } from '../attempts.ts';
import { numbersFrom } from '../numbers.ts';
import { accountId, MINUTE, NOW, SECOND, sampleAccount, sampleDevice } from '../sample-records.ts';
import { addAccounts, type Chapter, type Scene, tryWrite, write } from '../scene.ts';

/** Guesses, judges, gives back and clears at random. Compares the counter with core's rules after every move. */
async function followsCore(scene: Scene, seed: number, bounds: LockoutLimits): Promise<void> {
  const { below } = numbersFrom(seed);
  const limits = { ...bounds, hardLimit: 40 };
  const open: AttemptRef[] = [];
  let model: AttemptCounter = NO_ATTEMPTS;
  let now: number = NOW;
  for (let move = 0; move < 150; move++) {
    now += [0, 0, 0, 1, SECOND, MINUTE, 4 * MINUTE, 16 * MINUTE][below(8)] ?? 0;
    const kind = below(20);
    const ref = kind < 9 ? open.splice(below(open.length || 1), 1)[0] : undefined;
    if (ref !== undefined && kind > 4) {
      const judged = judgeAttempt(model, ref.reservation, limits, instant(now));
      model = judged.counter;
      const change = { now: instant(now), judged: { attempt: ref, hardLimit: limits.hardLimit } };
      assert.deepEqual(await tryWrite(scene, change), { outcome: 'committed', ...(judged.locks && { locked: true }) });
    } else if (ref !== undefined) {
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
        assert.deepEqual(answer, { outcome: 'counted', ref: newRef });
        open.push(newRef);
      } else {
        assert.deepEqual(answer, expected.waits ? { outcome: 'waits' } : { outcome: 'locked', until: expected.until });
      }
    }
    const counter = await counterOf(scene);
    assert.deepEqual([counter?.recent ?? 0, counter?.total ?? 0], [model.recent, model.total]);
    if (model.recent > 0) assert.deepEqual(counter, model);
  }
}

const AUTHENTICATORS = ['password', 'totp', 'mail:sign-in'] as const;
const DEVICES = [undefined, 'd1', 'd2'] as const;

/** Guesses at every counter of an account and clears the counters in every way, at random. Compares all counters with core's rules. */
async function clearsAsCore(scene: Scene, seed: number): Promise<void> {
  const { below } = numbersFrom(seed);
  const account = { kind: 'id', value: accountId('cleo') } as const;
  await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
  for (const device of ['d1', 'd2']) await write(scene, { device: sampleDevice('cleo', device) });
  const places = AUTHENTICATORS.flatMap((authenticator) =>
    (authenticator.startsWith(MAIL_COUNTERS) ? [undefined] : DEVICES).map((device) => ({ authenticator, device })),
  );
  const model = places.map((place) => ({ place, counter: NO_ATTEMPTS }));
  for (let move = 0; move < 80; move++) {
    if (below(3) > 0) {
      const of = model[below(model.length)];
      if (of === undefined) continue;
      const { authenticator, device } = of.place;
      const step = device === undefined ? { account } : { account, deviceHashes: [device] };
      await guess(scene, { authenticator, perDevice: device !== undefined }, step);
      const reserved = reserveAttempt(of.counter, LIMITS, NOW);
      if (reserved.admitted) of.counter = reserved.counter;
    } else {
      const clearing = clearingFrom(below);
      await write(scene, { clearCounters: { subject: 'cleo', ...clearing } });
      for (const of of model) of.counter = clearedCounter(of.place, of.counter, clearing);
    }
    const stored = await scene.store.listCounters(scene.tenant, ['cleo']);
    const held = model.map(({ place }) =>
      stored.find(({ authenticator, device }) => authenticator === place.authenticator && device === place.device),
    );
    assert.deepEqual(
      held.map((found) => [found?.counter.recent ?? 0, found?.counter.total ?? 0]),
      model.map(({ counter }) => [counter.recent, counter.total]),
    );
  }
}

/** A random way to clear counters. */
function clearingFrom(below: (bound: number) => number): Clearing {
  const authenticators = [undefined, [], ['password'], ['totp', 'mail:sign-in']][below(4)];
  const rebinds = [undefined, ['password'], ['totp'], ['totp', 'mail:sign-in']][below(4)];
  switch (below(4)) {
    case 0:
      return { by: 'administrator' };
    case 1:
      return { by: 'rebinding', authenticators: rebinds ?? ['mail:sign-in'] };
    case 2:
      return { by: 'known-device', device: below(2) === 0 ? 'd1' : 'd2', authenticators, rebinds };
    default:
      return { by: 'stranger', authenticators, rebinds };
  }
}

/** A store that repeats the rules in SQL or in a pipeline must follow the rules of core. */
export const attemptsModel: Chapter = {
  title: 'the counter follows the rules of core',
  promises: Object.fromEntries(
    [1, 20_250_615].flatMap((seed) => [
      [
        `a counter of judged guesses follows core through 150 moves at random, from seed ${seed}`,
        (scene: Scene) => followsCore(scene, seed, JUDGED),
      ],
      [
        `a counter of guesses that count at once follows core through 150 moves at random, from seed ${seed}`,
        (scene: Scene) => followsCore(scene, seed, LIMITS),
      ],
      [
        `every counter of an account is cleared as core clears it, from seed ${seed}`,
        (scene: Scene) => clearsAsCore(scene, seed),
      ],
    ]),
  ),
};
