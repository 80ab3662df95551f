import assert from 'node:assert/strict';
import type { BeginStep } from '@sallyport/engine';
import { admitted, guess, guessesOf } from '../attempts.ts';
import { accountId, later, SECOND, sampleAccount, sampleDevice } from '../sample-records.ts';
import { addAccounts, atOnce, begin, type Chapter, fromOtherTenant, type Scene, write } from '../scene.ts';

function from(device: string, owner = 'cleo'): Partial<BeginStep> {
  return { account: { kind: 'id', value: accountId(owner) }, deviceHashes: [device] };
}

async function cleoAndDora(scene: Scene): Promise<void> {
  await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'), sampleAccount(scene.tenant, 'dora'));
}

async function knows(scene: Scene, device: string, owner = 'cleo'): Promise<boolean> {
  return (await begin(scene, from(device, owner))).knownDevice === device;
}

export const devices: Chapter = {
  title: 'a known device counts on its own',
  promises: {
    'a device is known to the accounts that it signed in to': async (scene) => {
      await cleoAndDora(scene);
      assert.equal(await knows(scene, 'd1'), false);
      await write(scene, { device: sampleDevice('cleo', 'd1') });
      assert.equal(await knows(scene, 'd1'), true);
      assert.equal(await knows(scene, 'd1', 'dora'), false);
      assert.equal(await knows(scene, 'd2'), false);
      await write(scene, { device: sampleDevice('dora', 'd1') });
      assert.deepEqual([await knows(scene, 'd1'), await knows(scene, 'd1', 'dora')], [true, true]);
    },
    'a device is known to nobody where no account is found': async (scene) => {
      await cleoAndDora(scene);
      await write(scene, { device: sampleDevice('cleo', 'd1') });
      const account = { kind: 'identifier', value: 'nobody' } as const;
      assert.equal((await begin(scene, { account, deviceHashes: ['d1'] })).knownDevice, undefined);
      assert.equal((await begin(scene, { deviceHashes: ['d1'] })).knownDevice, undefined);
    },
    'a device of another tenant is not known': async (scene) => {
      const other = fromOtherTenant(scene);
      await cleoAndDora(scene);
      await cleoAndDora(other);
      await write(scene, { device: sampleDevice('cleo', 'd1') });
      assert.equal(await knows(other, 'd1'), false);
    },
    'strangers who lock an account leave its devices their own budget': async (scene) => {
      await cleoAndDora(scene);
      await write(scene, { device: sampleDevice('cleo', 'd1') });
      await atOnce(20, () => guess(scene, {}, from('unknown')));
      const ref = await admitted(scene, {}, from('d1'));
      assert.equal(ref.device, 'd1');
      await atOnce(20, () => guess(scene, {}, from('d1')));
      assert.equal((await guess(scene, {}, from('d1'))).outcome, 'locked');
      assert.deepEqual(await guessesOf(scene, 'cleo'), { recent: 5, total: 5 });
      assert.deepEqual(await guessesOf(scene, 'cleo', 'password', 'd1'), { recent: 5, total: 5 });
    },
    'a device that locked itself leaves the strangers theirs, and other devices': async (scene) => {
      await cleoAndDora(scene);
      await write(scene, { device: sampleDevice('cleo', 'd1') });
      await write(scene, { device: sampleDevice('cleo', 'd2', { lastSeenAt: later(1) }) });
      await atOnce(20, () => guess(scene, {}, from('d1')));
      assert.equal((await admitted(scene, {}, from('d2'))).device, 'd2');
      assert.equal((await admitted(scene, {}, from('unknown'))).device, undefined);
    },
    'another account’s device, and one that nobody knows, count with the strangers': async (scene) => {
      await cleoAndDora(scene);
      await write(scene, { device: sampleDevice('dora', 'd1') });
      for (const device of ['d1', 'd2', 'd3', 'd1', 'd1']) await admitted(scene, {}, from(device));
      assert.equal((await guess(scene, {}, from('d4'))).outcome, 'locked');
      assert.deepEqual(await guessesOf(scene, 'cleo'), { recent: 5, total: 5 });
    },
    'a known device counts with the strangers where devices have no budget': async (scene) => {
      await cleoAndDora(scene);
      await write(scene, { device: sampleDevice('cleo', 'd1') });
      const ref = await admitted(scene, { perDevice: false }, from('d1'));
      assert.equal(ref.device, undefined);
      assert.deepEqual(await guessesOf(scene, 'cleo'), { recent: 1, total: 1 });
      assert.equal(await knows(scene, 'd1'), true);
    },
    'a known device counts with the strangers for what was never proved there': async (scene) => {
      await cleoAndDora(scene);
      await write(scene, { device: sampleDevice('cleo', 'd1', { proved: ['sso', 'totp'] }) });
      await write(scene, { device: sampleDevice('cleo', 'd2', { proved: [] }) });
      await write(scene, { device: sampleDevice('dora', 'd1') });
      assert.equal((await admitted(scene, { authenticator: 'totp' }, from('d1'))).device, 'd1');
      assert.equal((await admitted(scene, {}, from('d1'))).device, undefined);
      assert.equal((await admitted(scene, {}, from('d2'))).device, undefined);
      assert.equal((await admitted(scene, {}, from('d1', 'dora'))).device, 'd1');
      assert.deepEqual(await guessesOf(scene, 'cleo'), { recent: 2, total: 2 });
      assert.deepEqual([await knows(scene, 'd1'), await knows(scene, 'd2')], [true, true]);
    },
    'an account knows ten devices, and the one not seen for longest goes': async (scene) => {
      await cleoAndDora(scene);
      await write(scene, { device: sampleDevice('dora', 'd0') });
      // The order of writing differs from the order of last use.
      for (const age of [5, 3, 1, 9, 7, 8, 2, 4, 6, 10]) {
        await write(scene, { device: sampleDevice('cleo', `d${age}`, { lastSeenAt: later(-age * SECOND) }) });
      }
      for (let age = 1; age <= 10; age++) assert.equal(await knows(scene, `d${age}`), true);
      await write(scene, { device: sampleDevice('cleo', 'new') });
      assert.deepEqual(
        [await knows(scene, 'd10'), await knows(scene, 'd9'), await knows(scene, 'new')],
        [false, true, true],
      );
      assert.equal(await knows(scene, 'd0', 'dora'), true);
      assert.equal((await admitted(scene, {}, from('d10'))).device, undefined);
    },
    'a device that signs in again is no other, and seen again': async (scene) => {
      await cleoAndDora(scene);
      for (let turn = 0; turn < 10; turn++) {
        await write(scene, { device: sampleDevice('cleo', `d${turn}`, { lastSeenAt: later(turn * SECOND) }) });
      }
      await write(scene, { device: sampleDevice('cleo', 'd0', { lastSeenAt: later(20 * SECOND) }) });
      assert.equal(await knows(scene, 'd1'), true);
      await write(scene, { device: sampleDevice('cleo', 'new', { lastSeenAt: later(30 * SECOND) }) });
      assert.deepEqual([await knows(scene, 'd0'), await knows(scene, 'd1')], [true, false]);
    },
    'of 30 new devices at once, ten are left after the next': async (scene) => {
      await cleoAndDora(scene);
      await atOnce(30, (turn) =>
        write(scene, { device: sampleDevice('cleo', `d${turn}`, { lastSeenAt: later(turn) }) }),
      );
      await write(scene, { device: sampleDevice('cleo', 'last', { lastSeenAt: later(SECOND) }) });
      const known = await atOnce(30, (turn) => knows(scene, `d${turn}`));
      assert.equal(known.filter(Boolean).length, 9);
    },
  },
};
