import assert from 'node:assert/strict';
import type { BeginStep } from '@sallyport/engine';
import { admitted, guess, guessesOf } from '../attempts.ts';
import { accountId, later, sampleAccount, sampleDevice } from '../sample-records.ts';
import { addAccounts, begin, type Chapter, type Scene, write } from '../scene.ts';

function from(deviceHashes: readonly string[], owner = 'cleo'): Partial<BeginStep> {
  return { account: { kind: 'id', value: accountId(owner) }, deviceHashes };
}

async function cleoAndDora(scene: Scene): Promise<void> {
  await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'), sampleAccount(scene.tenant, 'dora'));
}

/** The device that the step finds, and the device at which the step counts a guess. */
async function found(scene: Scene, presented: readonly string[], owner = 'cleo'): Promise<readonly unknown[]> {
  const { knownDevice } = await begin(scene, from(presented, owner));
  return [knownDevice, (await admitted(scene, {}, from(presented, owner))).device];
}

export const deviceLists: Chapter = {
  title: 'a browser presents several devices, and an account knows its own',
  promises: {
    'of the devices of a browser, the account knows its own, wherever it stands': async (scene) => {
      await cleoAndDora(scene);
      await write(scene, { device: sampleDevice('cleo', 'd1') });
      for (const presented of [
        ['d1', 'x', 'y'],
        ['x', 'd1', 'y'],
        ['v', 'w', 'x', 'y', 'd1'],
      ]) {
        assert.deepEqual(await found(scene, presented), ['d1', 'd1']);
      }
      assert.deepEqual(await guessesOf(scene, 'cleo', 'password', 'd1'), { recent: 3, total: 3 });
      assert.deepEqual(await guessesOf(scene, 'cleo'), { recent: 0, total: 0 });
    },
    'of five devices of a browser that the account does not know, none is known, and a guess counts with the strangers':
      async (scene) => {
        await cleoAndDora(scene);
        await write(scene, { device: sampleDevice('cleo', 'd1') });
        for (const device of ['a', 'b', 'c']) await write(scene, { device: sampleDevice('dora', device) });
        for (let turn = 0; turn < 5; turn++)
          assert.deepEqual(await found(scene, ['a', 'b', 'c', 'x', 'y']), [undefined, undefined]);
        assert.equal((await guess(scene, {}, from(['y', 'x', 'c', 'b', 'a']))).outcome, 'locked');
        assert.deepEqual(await guessesOf(scene, 'cleo'), { recent: 5, total: 5 });
        assert.equal((await admitted(scene, {}, from(['d1']))).device, 'd1');
      },
    'an empty list is no device': async (scene) => {
      await cleoAndDora(scene);
      await write(scene, { device: sampleDevice('cleo', 'd1') });
      assert.deepEqual(await found(scene, []), [undefined, undefined]);
    },
    'in a browser of two people, each account knows its own device alone': async (scene) => {
      await cleoAndDora(scene);
      await write(scene, { device: sampleDevice('cleo', 'd1') });
      await write(scene, { device: sampleDevice('dora', 'd2') });
      for (const presented of [
        ['d1', 'd2'],
        ['d2', 'd1'],
      ]) {
        assert.deepEqual(await found(scene, presented), ['d1', 'd1']);
        assert.deepEqual(await found(scene, presented, 'dora'), ['d2', 'd2']);
      }
      await write(scene, { forgetDevices: { accountId: accountId('cleo') } });
      assert.deepEqual(await found(scene, ['d1', 'd2']), [undefined, undefined]);
      assert.deepEqual(await found(scene, ['d1', 'd2'], 'dora'), ['d2', 'd2']);
    },
    'a device of an earlier epoch beside one of the present epoch does not hide it': async (scene) => {
      await cleoAndDora(scene);
      await write(scene, { device: sampleDevice('cleo', 'old', { lastSeenAt: later(1) }) });
      const account = sampleAccount(scene.tenant, 'cleo', { version: 2, epoch: 1 });
      await write(scene, { guards: { account: { id: account.id, version: 1 } }, account });
      await write(scene, { device: sampleDevice('cleo', 'new', { epoch: 1 }) });
      assert.deepEqual(await found(scene, ['old', 'new']), ['new', 'new']);
      assert.deepEqual(await found(scene, ['new', 'old']), ['new', 'new']);
      assert.deepEqual(await found(scene, ['old', 'x']), [undefined, undefined]);
    },
    'of several known devices of a browser, the first presented counts, whatever was proved there': async (scene) => {
      await cleoAndDora(scene);
      await write(scene, { device: sampleDevice('cleo', 'd1', { lastSeenAt: later(1) }) });
      await write(scene, { device: sampleDevice('cleo', 'd2', { lastSeenAt: later(2) }) });
      await write(scene, { device: sampleDevice('cleo', 'd3', { lastSeenAt: later(3), proved: ['totp'] }) });
      assert.deepEqual(await found(scene, ['d1', 'd2', 'd3']), ['d1', 'd1']);
      assert.deepEqual(await found(scene, ['x', 'd2', 'd1']), ['d2', 'd2']);
      assert.deepEqual(await found(scene, ['d3', 'd2', 'd1']), ['d3', undefined]);
    },
  },
};
