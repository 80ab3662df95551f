import assert from 'node:assert/strict';
import type { BeginStep, DeviceRecord } from '@sallyport/engine';
import { admitted, guess, guessesOf } from '../attempts.ts';
import { accountId, DAY, later, SECOND, sampleAccount, sampleDevice } from '../sample-records.ts';
import {
  addAccounts,
  atOnce,
  begin,
  type Chapter,
  fromOtherTenant,
  refuse,
  type Scene,
  tryWrite,
  write,
} from '../scene.ts';

const cleo = accountId('cleo');

function from(device: string): Partial<BeginStep> {
  return { account: { kind: 'id', value: cleo }, deviceHashes: [device] };
}

/** Creates Cleo, Dora and devices of Cleo. Each device was last seen a second before the preceding device. */
async function cleoWith(scene: Scene, ...names: readonly string[]): Promise<readonly DeviceRecord[]> {
  await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'), sampleAccount(scene.tenant, 'dora'));
  const devices = names.map((name, place) => sampleDevice('cleo', name, { lastSeenAt: later(-place * SECOND) }));
  for (const device of devices) await write(scene, { device });
  return devices;
}

async function knows(scene: Scene, device: string): Promise<boolean> {
  return (await begin(scene, from(device))).knownDevice === device;
}

async function listed({ store, tenant }: Scene, owner = 'cleo'): Promise<readonly DeviceRecord[]> {
  return store.listDevices(tenant, accountId(owner));
}

async function namesOf(scene: Scene, owner = 'cleo'): Promise<readonly string[]> {
  return (await listed(scene, owner)).map(({ tokenHash }) => tokenHash);
}

async function counted({ store, tenant }: Scene): Promise<readonly string[]> {
  return (await store.listCounters(tenant)).map(({ device = '-' }) => device).sort();
}

async function moveOn(scene: Scene): Promise<void> {
  const account = sampleAccount(scene.tenant, 'cleo', { version: 2, epoch: 1 });
  await write(scene, { guards: { account: { id: cleo, version: 1 } }, account });
}

export const deviceRecords: Chapter = {
  title: 'devices are known by their epoch, listed and forgotten',
  promises: {
    'a device of an epoch that is over is not known, and has no budget of its own': async (scene) => {
      const devices = await cleoWith(scene, 'd1');
      await admitted(scene, {}, from('d1'));
      await moveOn(scene);
      assert.equal(await knows(scene, 'd1'), false);
      for (let turn = 0; turn < 5; turn++) assert.equal((await admitted(scene, {}, from('d1'))).device, undefined);
      assert.equal((await guess(scene, {}, from('d1'))).outcome, 'locked');
      assert.deepEqual(await guessesOf(scene, 'cleo'), { recent: 5, total: 5 });
      assert.deepEqual(await listed(scene), devices);
    },
    'a device is not known to an account that is not of its epoch yet': async (scene) => {
      await cleoWith(scene);
      await write(scene, { device: sampleDevice('cleo', 'd1', { epoch: 1 }) });
      assert.equal(await knows(scene, 'd1'), false);
      await moveOn(scene);
      assert.equal(await knows(scene, 'd1'), true);
    },
    'a device that signs in again is of the epoch it signs in to': async (scene) => {
      await cleoWith(scene, 'd1', 'd2');
      await moveOn(scene);
      await write(scene, { device: sampleDevice('cleo', 'd1', { epoch: 1 }) });
      assert.deepEqual([await knows(scene, 'd1'), await knows(scene, 'd2')], [true, false]);
      assert.equal((await admitted(scene, {}, from('d1'))).device, 'd1');
    },
    'a device keeps its id and when it was first known, and takes the rest anew': async (scene) => {
      const first = sampleDevice('cleo', 'd1', { id: 'first', userAgent: 'Mozilla/5.0 (ünï)' });
      await cleoWith(scene);
      await write(scene, { device: first });
      assert.deepEqual(await listed(scene), [first]);
      const over = { id: 'second', epoch: 3, createdAt: later(DAY), lastSeenAt: later(DAY) };
      const second = sampleDevice('cleo', 'd1', { ...over, userAgent: 'curl/8' });
      await write(scene, { device: second });
      assert.deepEqual(await listed(scene), [{ ...second, id: 'first', createdAt: first.createdAt }]);
      const third = sampleDevice('cleo', 'd1', over);
      await write(scene, { device: third });
      assert.deepEqual(await listed(scene), [{ ...third, id: 'first', createdAt: first.createdAt }]);
    },
    'a device adds what is proved there to what was proved before': async (scene) => {
      await cleoWith(scene);
      const proves = (...proved: readonly string[]) => write(scene, { device: sampleDevice('cleo', 'd1', { proved }) });
      const proved = async () => (await listed(scene)).map((device) => device.proved);
      await proves('sso', 'totp');
      assert.deepEqual(await proved(), [['sso', 'totp']]);
      await proves('password', 'totp');
      assert.deepEqual(await proved(), [['password', 'sso', 'totp']]);
      await proves();
      assert.deepEqual(await proved(), [['password', 'sso', 'totp']]);
      for (const authenticator of ['password', 'totp'])
        assert.equal((await admitted(scene, { authenticator }, from('d1'))).device, 'd1');
    },
    'the same new device, 20 at once, is one': async (scene) => {
      await cleoWith(scene);
      const results = await atOnce(20, (turn) =>
        tryWrite(scene, { device: sampleDevice('cleo', 'd1', { id: `id-${turn}` }) }),
      );
      assert.ok(results.some(({ outcome }) => outcome === 'committed'));
      assert.deepEqual(await namesOf(scene), ['d1']);
    },
    'a known device that 20 write at once has what was proved in each': async (scene) => {
      await cleoWith(scene, 'd1');
      const results = await atOnce(20, async (turn) => {
        const proved = [`p${turn}`];
        const { outcome } = await tryWrite(scene, { device: sampleDevice('cleo', 'd1', { proved }) });
        return outcome === 'committed' ? proved : [];
      });
      const [device] = await listed(scene);
      for (const proved of results.flat()) assert.ok(device?.proved.includes(proved), proved);
    },
    'a device that two accounts know is a device of each': async (scene) => {
      const [device] = await cleoWith(scene, 'd1');
      const ofDora = sampleDevice('dora', 'd1', { id: 'device-of-dora', lastSeenAt: later(DAY) });
      await write(scene, { device: ofDora });
      assert.deepEqual([await listed(scene), await listed(scene, 'dora')], [[device], [ofDora]]);
      await write(scene, { forgetDevices: { accountId: cleo } });
      assert.deepEqual([await listed(scene), await listed(scene, 'dora')], [[], [ofDora]]);
    },
    'the list has the last seen first, of whatever epoch': async (scene) => {
      await cleoWith(scene);
      for (const [name, seconds] of Object.entries({ middle: 5, first: 9, last: 1 })) {
        const over = { lastSeenAt: later(seconds * SECOND), createdAt: later(-seconds), epoch: seconds };
        await write(scene, { device: sampleDevice('cleo', name, over) });
      }
      assert.deepEqual(await namesOf(scene), ['first', 'middle', 'last']);
      await write(scene, { device: sampleDevice('cleo', 'last', { lastSeenAt: later(10 * SECOND) }) });
      assert.deepEqual(await namesOf(scene), ['last', 'first', 'middle']);
      assert.deepEqual([await namesOf(scene, 'dora'), await namesOf(scene, 'nobody')], [[], []]);
      assert.deepEqual(await listed(fromOtherTenant(scene)), []);
    },
    'a device is forgotten by its id, with what was guessed from it': async (scene) => {
      await cleoWith(scene, 'd1', 'd2');
      for (const device of ['d1', 'd2', 'unknown']) await admitted(scene, {}, from(device));
      await write(scene, { forgetDevices: { accountId: cleo, only: 'device-d1' } });
      assert.deepEqual([await knows(scene, 'd1'), await knows(scene, 'd2')], [false, true]);
      assert.deepEqual(await namesOf(scene), ['d2']);
      assert.deepEqual(await counted(scene), ['-', 'd2']);
      assert.equal((await admitted(scene, {}, from('d1'))).device, undefined);
    },
    'a device that is forgotten takes its guesses, though one of them is given back with it': async (scene) => {
      await cleoWith(scene, 'd1', 'd2');
      await admitted(scene, {}, from('d1'));
      const giveBack = await admitted(scene, {}, from('d1'));
      await admitted(scene, {}, from('d2'));
      await write(scene, { forgetDevices: { accountId: cleo, only: 'device-d1' }, giveBack });
      assert.deepEqual(await guessesOf(scene, 'cleo', 'password', 'd1'), { recent: 0, total: 0 });
      assert.deepEqual(await guessesOf(scene, 'cleo', 'password', 'd2'), { recent: 1, total: 1 });
    },
    'forgetting one of ten makes room for a new one': async (scene) => {
      const names = Array.from({ length: 10 }, (_, place) => `d${place}`);
      await cleoWith(scene, ...names);
      const device = sampleDevice('cleo', 'new', { lastSeenAt: later(SECOND) });
      await write(scene, { forgetDevices: { accountId: cleo, only: 'device-d3' }, device });
      assert.deepEqual(await namesOf(scene), ['new', ...names.filter((name) => name !== 'd3')]);
    },
    'forgetting a device that is gone, or another’s, forgets none': async (scene) => {
      const devices = await cleoWith(scene, 'd1');
      await admitted(scene, {}, from('d1'));
      for (const forgetDevices of [
        { accountId: cleo, only: 'gone' },
        { accountId: cleo, only: 'd1' },
        { accountId: accountId('dora'), only: 'device-d1' },
        { accountId: accountId('dora') },
        { accountId: accountId('nobody') },
      ]) {
        await write(scene, { forgetDevices });
        await write(fromOtherTenant(scene), { forgetDevices: { accountId: cleo } });
      }
      assert.deepEqual(await listed(scene), devices);
      assert.deepEqual(await counted(scene), ['d1']);
    },
    'all devices are forgotten, but the one that signs in': async (scene) => {
      const [first] = await cleoWith(scene, 'd1', 'd2', 'd3');
      for (const device of ['d1', 'd2', 'd3']) await admitted(scene, {}, from(device));
      const again = sampleDevice('cleo', 'd1', { id: 'other', lastSeenAt: later(DAY) });
      await write(scene, { device: again, forgetDevices: { accountId: cleo } });
      assert.deepEqual(await listed(scene), [{ ...again, id: first?.id }]);
      assert.deepEqual(await counted(scene), ['d1']);
      const unknown = sampleDevice('cleo', 'd4');
      await write(scene, { device: unknown, forgetDevices: { accountId: cleo } });
      assert.deepEqual(await listed(scene), [unknown]);
      assert.deepEqual(await counted(scene), []);
      await write(scene, { device: unknown, forgetDevices: { accountId: cleo, only: unknown.id } });
      assert.deepEqual(await listed(scene), [unknown]);
      await write(scene, { forgetDevices: { accountId: cleo } });
      assert.deepEqual(await listed(scene), []);
    },
    'of eleven the one goes that was not seen for longest, with what was guessed from it': async (scene) => {
      const names = Array.from({ length: 10 }, (_, place) => `d${place}`);
      await cleoWith(scene, ...names);
      // The newest device by creation, and the oldest by last use.
      await write(scene, {
        device: sampleDevice('cleo', 'd9', { createdAt: later(DAY), lastSeenAt: later(-DAY) }),
      });
      for (const device of ['d8', 'd9']) await admitted(scene, {}, from(device));
      await write(scene, { device: sampleDevice('cleo', 'new', { createdAt: later(-DAY), lastSeenAt: later(1) }) });
      assert.deepEqual(await namesOf(scene), ['new', ...names.slice(0, 9)]);
      assert.deepEqual(await counted(scene), ['d8']);
      await write(scene, { device: sampleDevice('cleo', 'd9', { lastSeenAt: later(2) }) });
      assert.deepEqual(await namesOf(scene), ['d9', 'new', ...names.slice(0, 8)]);
      assert.deepEqual(await counted(scene), []);
    },
    'of eleven one goes, and a guess that is given back with it is given back once': async (scene) => {
      await cleoWith(scene, ...Array.from({ length: 10 }, (_, place) => `d${place}`));
      for (let turn = 0; turn < 2; turn++) await admitted(scene, {}, from('unknown'));
      await write(scene, { device: sampleDevice('cleo', 'new'), giveBack: await admitted(scene, {}, from('unknown')) });
      assert.deepEqual(await guessesOf(scene, 'cleo'), { recent: 2, total: 2 });
      const guards = { account: { id: cleo, version: 7 } };
      const giveBack = await admitted(scene, {}, from('unknown'));
      await refuse(scene, { guards, device: sampleDevice('cleo', 'newer'), giveBack }, 'account');
      assert.deepEqual(await guessesOf(scene, 'cleo'), { recent: 2, total: 2 });
    },
    'a change that is refused neither adds a device nor forgets one': async (scene) => {
      const devices = await cleoWith(scene, ...Array.from({ length: 10 }, (_, place) => `d${place}`));
      for (const device of ['d1', 'd9']) await admitted(scene, {}, from(device));
      const guards = { account: { id: cleo, version: 7 } };
      const device = sampleDevice('cleo', 'new', { lastSeenAt: later(DAY) });
      const forgetDevices = { accountId: cleo, only: 'device-d1' };
      await refuse(scene, { guards, device }, 'account');
      await refuse(scene, { guards, device: sampleDevice('cleo', 'd9', { lastSeenAt: later(DAY) }) }, 'account');
      await refuse(scene, { guards, device, forgetDevices }, 'account');
      assert.deepEqual(await listed(scene), devices);
      assert.deepEqual(await counted(scene), ['d1', 'd9']);
      assert.equal(await knows(scene, 'new'), false);
    },
  },
};
