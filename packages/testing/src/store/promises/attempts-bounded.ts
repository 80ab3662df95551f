import assert from 'node:assert/strict';
import { milliseconds } from '@sallyport/core';
import { NO_ATTEMPTS } from '@sallyport/core/lockout';
import type { AccountKey, AttemptAnswer, BeginStep, Commit } from '@sallyport/engine';
import { admitted, counterOf, guess, guessesOf, JUDGED, LIMITS } from '../attempts.ts';
import {
  accountId,
  DAY,
  later,
  MINUTE,
  NOW,
  SECOND,
  sampleAccount,
  sampleDevice,
  sampleFlow,
} from '../sample-records.ts';
import { addAccounts, atOnce, begin, type Chapter, type Scene, tally, tryWrite, write } from '../scene.ts';

const LOCKED = later(10 * MINUTE);

/** Makes 500 concurrent guesses. Five must be admitted, and all others must get the same answer. */
async function fiveOf500(scene: Scene, step: (turn: number) => Partial<BeginStep>): Promise<readonly AttemptAnswer[]> {
  const answers = await atOnce(500, (turn) => guess(scene, {}, step(turn)));
  assert.deepEqual(tally(answers), { counted: 5, locked: 495 });
  for (const answer of answers) if (answer.outcome === 'locked') assert.equal(answer.until, LOCKED);
  return answers;
}

/** The limit is exact, for guesses from every device and for concurrent guesses. */
export const attemptsBounded: Chapter = {
  title: 'the attempt counter is exact',
  promises: {
    'of 500 guesses at once at an unknown identifier, five are admitted': async (scene) => {
      await fiveOf500(scene, () => ({}));
      assert.deepEqual(await counterOf(scene), {
        ...NO_ATTEMPTS,
        recent: 5,
        total: 5,
        first: NOW,
        lockedUntil: LOCKED,
      });
    },
    'of 500 at once at an account, by all its names and in its flow, five are admitted': async (scene) => {
      const identifiers = ['cleo', 'cleo@example.org'];
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo', { identifiers }));
      await write(scene, { flow: sampleFlow(scene.tenant, 'f1', { accountId: accountId('cleo') }) });
      const ways: readonly Partial<BeginStep>[] = [
        ...identifiers.map((value): Partial<BeginStep> => ({ account: { kind: 'identifier', value } })),
        { account: { kind: 'id', value: accountId('cleo') } },
        { flowHash: 'token-of-f1' },
        { account: { kind: 'identifier', value: 'cleo' }, deviceHashes: ['unknown'] },
      ];
      await fiveOf500(scene, (turn) => ways[turn % ways.length] ?? {});
      assert.deepEqual(await guessesOf(scene, 'cleo'), { recent: 5, total: 5 });
    },
    'of 500 at once from a known device, five are admitted': async (scene) => {
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      await write(scene, { device: sampleDevice('cleo', 'd1') });
      const account: AccountKey = { kind: 'id', value: accountId('cleo') };
      await fiveOf500(scene, () => ({ account, deviceHashes: ['d1'] }));
      assert.deepEqual(await guessesOf(scene, 'cleo', 'password', 'd1'), { recent: 5, total: 5 });
    },
    'of 500 at once when the lock ends, five are admitted': async (scene) => {
      for (let turn = 0; turn < 5; turn++) await admitted(scene);
      const answers = await atOnce(500, () => guess(scene, {}, { now: LOCKED }));
      assert.deepEqual(tally(answers), { counted: 5, locked: 495 });
    },
    'of 500 at once when the window has passed, five are admitted': async (scene) => {
      for (let turn = 0; turn < 4; turn++) await admitted(scene);
      const answers = await atOnce(500, () => guess(scene, {}, { now: later(15 * MINUTE) }));
      assert.deepEqual(tally(answers), { counted: 5, locked: 495 });
    },
    'of 500 at once, as many are admitted as the hard limit has left': async (scene) => {
      const limits = { ...LIMITS, hardLimit: 8 };
      for (let turn = 0; turn < 5; turn++) await admitted(scene, { limits });
      const answers = await atOnce(500, () => guess(scene, { limits }, { now: LOCKED }));
      assert.deepEqual(tally(answers), { counted: 3, locked: 497 });
      const { outcome } = await guess(scene, { limits }, { now: later(365 * DAY) });
      assert.equal(outcome, 'locked');
    },
    'each attempt is counted before it is answered': async (scene) => {
      for (let total = 1; total <= 4; total++) {
        await admitted(scene);
        assert.deepEqual(await guessesOf(scene), { recent: total, total });
      }
    },
    'an attempt that is counted names itself, and the one that fills the window locks': async (scene) => {
      const ref = {
        subject: 'hash-of-nobody',
        authenticator: 'password',
        reservation: { first: NOW, until: NOW },
      };
      for (let turn = 0; turn < 5; turn++) assert.deepEqual(await guess(scene), { outcome: 'counted', ref });
      assert.deepEqual(await guess(scene), { outcome: 'locked', until: LOCKED });
    },
    'what was refused costs nothing later': async (scene) => {
      for (let turn = 0; turn < 5; turn++) await admitted(scene);
      const before = await counterOf(scene);
      await atOnce(500, (turn) => guess(scene, {}, { now: later(turn * SECOND) }));
      assert.deepEqual(await counterOf(scene), before);
      const answers = await atOnce(20, () => guess(scene, {}, { now: LOCKED }));
      assert.deepEqual(tally(answers), { counted: 5, locked: 15 });
      assert.deepEqual(await counterOf(scene), {
        ...NO_ATTEMPTS,
        recent: 5,
        total: 10,
        first: LOCKED,
        lockedUntil: later(30 * MINUTE),
      });
    },
    'what the hard limit refused costs nothing later': async (scene) => {
      const limits = { ...LIMITS, hardLimit: 3 };
      for (let turn = 0; turn < 3; turn++) await admitted(scene, { limits });
      const before = await counterOf(scene);
      const answers = await atOnce(100, () => guess(scene, { limits }));
      assert.deepEqual(tally(answers), { locked: 100 });
      assert.deepEqual(await counterOf(scene), before);
    },
    'who read an account before others guessed at it may still write': async (scene) => {
      const account: AccountKey = { kind: 'id', value: accountId('cleo') };
      const limits = { ...LIMITS, maxFailures: 1000, hardLimit: 1000 };
      const next = (version: number): Partial<Commit> => ({
        guards: { account: { id: accountId('cleo'), version } },
        account: sampleAccount(scene.tenant, 'cleo', { version: version + 1 }),
      });
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      const ref = await admitted(scene, { limits }, { account });
      await write(scene, { ...next(1), giveBack: ref });
      await Promise.all([atOnce(100, () => guess(scene, { limits }, { account })), write(scene, next(2))]);
      await write(scene, { giveBack: ref });
      assert.equal((await begin(scene, { account })).account?.version, 3);
      assert.deepEqual(await guessesOf(scene, 'cleo'), { recent: 99, total: 99 });
    },
    'subjects, and authenticators, are counted apart': async (scene) => {
      await atOnce(20, () => guess(scene));
      for (const authenticator of ['totp', 'mail:sign-in', 'pass', 'password '])
        await admitted(scene, { authenticator });
      for (const subjectIfUnknown of ['hash-of-another', '$ne', 'hash-of-nobody ']) {
        await admitted(scene, { subjectIfUnknown });
      }
      assert.equal((await guess(scene)).outcome, 'locked');
    },
    'the limits are those that the attempt brings': async (scene) => {
      for (let turn = 0; turn < 4; turn++) await admitted(scene);
      await admitted(scene, { limits: { ...LIMITS, maxFailures: 3, lockLengths: [milliseconds(7)] } });
      assert.equal((await counterOf(scene))?.lockedUntil, later(7));
    },
    'a hard limit of `Number.MAX_SAFE_INTEGER`, as for mails, stops nobody': async (scene) => {
      const hardLimit = Number.MAX_SAFE_INTEGER;
      await admitted(scene, { limits: { ...LIMITS, hardLimit } });
      const attempt = await admitted(scene, { limits: { ...JUDGED, hardLimit } });
      assert.deepEqual(await tryWrite(scene, { judged: { attempt, hardLimit } }), { outcome: 'committed' });
      assert.equal((await guessesOf(scene)).total, 2);
    },
  },
};
