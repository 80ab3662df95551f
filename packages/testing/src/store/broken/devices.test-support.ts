import type { Commit, DeviceRecord, Store } from '@sallyport/engine';
import { answering, type BrokenStores, pause, withVerbs, writing } from './broken-store.test-support.ts';

/** Finds the known device of a step otherwise. */
function finding(
  sound: Store,
  find: (presented: readonly string[], devices: readonly DeviceRecord[], epoch: number) => string | undefined,
): Partial<Store> {
  return {
    beginStep: async (step) => {
      const { knownDevice: _, ...loaded } = await sound.beginStep(step);
      if (loaded.account === undefined) return loaded;
      const devices = await sound.listDevices(step.tenant, loaded.account.id);
      const found = find(step.deviceHashes ?? [], devices, loaded.account.epoch);
      return found === undefined ? loaded : { ...loaded, knownDevice: found };
    },
  };
}

/** Treats every listed device as known immediately. */
function knowing(sound: Store, isKnown: (device: DeviceRecord, epoch: number) => boolean): Partial<Store> {
  return finding(sound, (presented, devices, epoch) =>
    presented.find((hash) => devices.some((device) => device.tokenHash === hash && isKnown(device, epoch))),
  );
}

/** The device in the account's list. */
async function knownBefore(sound: Store, { tenant, device }: Commit): Promise<Commit['device']> {
  if (device === undefined) return undefined;
  const devices = await sound.listDevices(tenant, device.accountId);
  return devices.find(({ tokenHash }) => tokenHash === device.tokenHash);
}

/** Checks whether a device is known, and adds the device a moment later, even if another call was faster. */
function lookingFirst(sound: Store): Store {
  let added = 0;
  return withVerbs(sound, {
    commit: async (change) => {
      const { device } = change;
      if (device === undefined || (await knownBefore(sound, change)) !== undefined) return sound.commit(change);
      await pause();
      if ((await knownBefore(sound, change)) === undefined) return sound.commit(change);
      return sound.commit({ ...change, device: { ...device, tokenHash: `${device.tokenHash}\n${added++}` } });
    },
    listDevices: async (...asked) =>
      (await sound.listDevices(...asked)).map((device) => ({
        ...device,
        tokenHash: device.tokenHash.replace(/\n.*/, ''),
      })),
  });
}

/** Reads what was proved at a device, and writes a moment later over what another call added meanwhile. */
function addingLate(sound: Store): Store {
  const proved = new Map<string, readonly string[]>();
  return withVerbs(sound, {
    commit: async (change) => {
      const { device } = change;
      if (device === undefined) return sound.commit(change);
      const before = proved.get(device.tokenHash) ?? [];
      await pause();
      const result = await sound.commit(change);
      if (result.outcome === 'committed') proved.set(device.tokenHash, [...before, ...device.proved]);
      return result;
    },
    listDevices: async (...asked) =>
      (await sound.listDevices(...asked)).map((device) => ({
        ...device,
        proved: proved.get(device.tokenHash) ?? device.proved,
      })),
  });
}

/** Forgets devices, and then adds the device of the same change. */
function forgettingFirst(sound: Store): Store {
  return withVerbs(sound, {
    commit: async ({ device, ...change }) => {
      if (device === undefined) return sound.commit(change);
      const result = await sound.commit(change);
      if (result.outcome === 'conflict') return result;
      return sound.commit({ tenant: change.tenant, now: change.now, guards: {}, device, events: [] });
    },
  });
}

/** Keeps the counters of a removed device. */
function keepingGuesses(sound: Store, goes: (change: Commit) => boolean): Partial<Store> {
  const kept = new Map<string, Awaited<ReturnType<Store['listCounters']>>>();
  return {
    commit: async (change) => {
      const before = await sound.listCounters(change.tenant);
      const result = await sound.commit(change);
      if (result.outcome === 'committed' && goes(change)) kept.set(change.tenant, before);
      return result;
    },
    listCounters: async (tenant, subjects) => kept.get(tenant) ?? sound.listCounters(tenant, subjects),
  };
}

/** Stores that know, list or forget devices incorrectly. */
export const brokenDevices: BrokenStores = {
  'looks for the first presented device alone': answering(
    'of the devices of a browser, the account knows its own, wherever it stands',
    (sound) => ({
      beginStep: ({ deviceHashes, ...step }) =>
        sound.beginStep({ ...step, ...(deviceHashes && { deviceHashes: deviceHashes.slice(0, 1) }) }),
    }),
  ),
  'knows a browser by its first device, where it has several': answering(
    'of five devices of a browser that the account does not know, none is known, and a guess counts with the strangers',
    (sound) => ({
      beginStep: async (step) => {
        const [first, second] = step.deviceHashes ?? [];
        const loaded = await sound.beginStep(step);
        return first === undefined || second === undefined ? loaded : { knownDevice: first, ...loaded };
      },
    }),
  ),
  'knows the device of any account in the list of a browser': answering(
    'in a browser of two people, each account knows its own device alone',
    (sound) => ({
      beginStep: async (step) => {
        const loaded = await sound.beginStep(step);
        const { items } = await sound.listAccounts(step.tenant, { limit: 100 });
        const all = await Promise.all(items.map(({ id }) => sound.listDevices(step.tenant, id)));
        const known = new Set(all.flat().map(({ tokenHash }) => tokenHash));
        const found = (step.deviceHashes?.length ?? 0) > 1 && step.deviceHashes?.find((hash) => known.has(hash));
        return found === undefined || found === false ? loaded : { ...loaded, knownDevice: found };
      },
    }),
  ),
  'takes an empty list for every device': answering('an empty list is no device', (sound) =>
    finding(sound, (presented, devices, epoch) => {
      const isPresented = (hash: string) => presented.length === 0 || presented.includes(hash);
      return devices.find(({ tokenHash, epoch: known }) => isPresented(tokenHash) && known === epoch)?.tokenHash;
    }),
  ),
  'looks at the epoch of the first listed device alone': answering(
    'a device of an earlier epoch beside one of the present epoch does not hide it',
    (sound) =>
      finding(sound, (presented, devices, epoch) => {
        const hash = presented.find((one) => devices.some(({ tokenHash }) => tokenHash === one));
        return devices.find(({ tokenHash }) => tokenHash === hash)?.epoch === epoch ? hash : undefined;
      }),
  ),
  'knows the last seen device of several': answering(
    'of several known devices of a browser, the first presented counts, whatever was proved there',
    (sound) =>
      finding(
        sound,
        (presented, devices, epoch) =>
          devices.find((device) => presented.includes(device.tokenHash) && device.epoch === epoch)?.tokenHash,
      ),
  ),
  'knows a device whatever its epoch': answering(
    'a device of an epoch that is over is not known, and has no budget of its own',
    (sound) => knowing(sound, () => true),
  ),
  'knows a device of an epoch to come': answering(
    'a device is not known to an account that is not of its epoch yet',
    (sound) => knowing(sound, (device, epoch) => device.epoch >= epoch),
  ),
  'keeps the epoch in which a device was first known': writing(
    'a device that signs in again is of the epoch it signs in to',
    async (change, sound) => {
      const before = await knownBefore(sound, change);
      return change.device && before ? { ...change, device: { ...change.device, epoch: before.epoch } } : change;
    },
  ),
  'gives a device another id each time': {
    caughtBy: 'a device keeps its id and when it was first known, and takes the rest anew',
    over: (sound) =>
      withVerbs(sound, {
        commit: async (change) => {
          const before = await knownBefore(sound, change);
          const { tenant, now, device } = change;
          if (before && device && change.forgetDevices === undefined) {
            const forgetDevices = { accountId: device.accountId, only: before.id };
            await sound.commit({ tenant, now, guards: {}, forgetDevices, events: [] });
          }
          return sound.commit(change);
        },
      }),
  },
  'keeps the user agent of a device that has none any more': writing(
    'a device keeps its id and when it was first known, and takes the rest anew',
    async (change, sound) => {
      const before = await knownBefore(sound, change);
      return change.device && before ? { ...change, device: { ...before, ...change.device } } : change;
    },
  ),
  'forgets what was proved at a device before': answering(
    'a device adds what is proved there to what was proved before',
    (sound) => {
      const last = new Map<string, readonly string[]>();
      return {
        commit: (change) => {
          if (change.device) last.set(change.device.tokenHash, change.device.proved);
          return sound.commit(change);
        },
        listDevices: async (...asked) =>
          (await sound.listDevices(...asked)).map((device) => ({
            ...device,
            proved: last.get(device.tokenHash) ?? device.proved,
          })),
      };
    },
  ),
  'adds a device as often as it comes': {
    caughtBy: 'the same new device, 20 at once, is one',
    over: lookingFirst,
  },
  'adds what was proved at a device to what it read before': {
    caughtBy: 'a known device that 20 write at once has what was proved in each',
    over: addingLate,
  },
  'knows a device for one account only': writing(
    'a device that two accounts know is a device of each',
    async (change, sound) => {
      const { device, tenant, now } = change;
      const { items } = await sound.listAccounts(tenant, { limit: 100 });
      for (const { id } of device ? items : []) {
        const other = (await sound.listDevices(tenant, id)).find(({ tokenHash }) => tokenHash === device?.tokenHash);
        if (other === undefined || id === device?.accountId) continue;
        const forgetDevices = { accountId: id, only: other.id };
        await sound.commit({ tenant, now, guards: {}, forgetDevices, events: [] });
      }
      return change;
    },
  ),
  'lists devices by when they were first known': answering(
    'the list has the last seen first, of whatever epoch',
    (sound) => ({
      listDevices: async (...asked) =>
        (await sound.listDevices(...asked)).toSorted((a, b) => b.createdAt - a.createdAt),
    }),
  ),
  'lists the devices of the epoch of now': answering(
    'a device of an epoch that is over is not known, and has no budget of its own',
    (sound) => ({
      listDevices: async (tenant, id) => {
        const account = await sound.readAccount(tenant, id);
        return (await sound.listDevices(tenant, id)).filter(({ epoch }) => epoch === account?.epoch);
      },
    }),
  ),
  'forgets all devices where one is named': writing(
    'a device is forgotten by its id, with what was guessed from it',
    ({ forgetDevices, ...change }) => ({
      ...change,
      forgetDevices: forgetDevices && { accountId: forgetDevices.accountId },
    }),
  ),
  'forgets no devices': writing(
    'a device is forgotten by its id, with what was guessed from it',
    ({ forgetDevices: _, ...change }) => change,
  ),
  'finds a device to forget by its token': writing(
    'forgetting a device that is gone, or another’s, forgets none',
    async (change, sound) => {
      const { forgetDevices, tenant } = change;
      if (forgetDevices?.only === undefined) return change;
      const devices = await sound.listDevices(tenant, forgetDevices.accountId);
      const named = devices.find(({ id, tokenHash }) => id === forgetDevices.only || tokenHash === forgetDevices.only);
      return { ...change, forgetDevices: { ...forgetDevices, only: named?.id ?? forgetDevices.only } };
    },
  ),
  'forgets the device that signs in with the others': {
    caughtBy: 'all devices are forgotten, but the one that signs in',
    over: forgettingFirst,
  },
  'keeps what was guessed from a device that is forgotten': answering(
    'a device is forgotten by its id, with what was guessed from it',
    (sound) => keepingGuesses(sound, ({ forgetDevices }) => forgetDevices !== undefined),
  ),
  'keeps what was guessed from the eleventh device': answering(
    'of eleven the one goes that was not seen for longest, with what was guessed from it',
    (sound) => keepingGuesses(sound, ({ device }) => device?.tokenHash === 'new'),
  ),
  'lets the device go that was first known before the others': writing(
    'of eleven the one goes that was not seen for longest, with what was guessed from it',
    ({ device, ...change }) => ({
      ...change,
      device: device && { ...device, lastSeenAt: device.createdAt, createdAt: device.lastSeenAt },
    }),
  ),
  'gives a guess back twice with the eleventh device': {
    caughtBy: 'of eleven one goes, and a guess that is given back with it is given back once',
    over: (sound) =>
      withVerbs(sound, {
        commit: async (change) => {
          const { tenant, now, device, giveBack } = change;
          if (device?.tokenHash === 'new') await sound.commit({ tenant, now, guards: {}, giveBack, events: [] });
          return sound.commit(change);
        },
      }),
  },
  'adds a device before it looks': {
    caughtBy: 'a change that is refused neither adds a device nor forgets one',
    over: (sound) =>
      withVerbs(sound, {
        commit: async ({ device, ...change }) => {
          const { tenant, now } = change;
          if (device) await sound.commit({ tenant, now, guards: {}, device, events: [] });
          return sound.commit(change);
        },
      }),
  },
};
