import { type CommitResult, type Store, StoreUnavailable } from '@sallyport/engine';
import { later, NOW } from '../sample-records.ts';
import { type BrokenStores, pause, withVerbs, writing } from './broken-store.test-support.ts';

/** Answers a change and writes it afterwards. */
function replyingFirst(sound: Store): Store {
  return withVerbs(sound, {
    commit: async (change): Promise<CommitResult> => {
      void pause(3).then(() => sound.commit(change).catch(() => {}));
      return { outcome: 'committed' };
    },
  });
}

/** Stores with a fault in `commit`. */
export const brokenCommits: BrokenStores = {
  'replies before it writes': { caughtBy: 'a change of everything is written whole', over: replyingFirst },
  'takes a malformed change for a conflict': {
    caughtBy: 'refuses a deletion without its guard',
    over: (sound) =>
      withVerbs(sound, {
        commit: (change) => sound.commit(change).catch(() => ({ outcome: 'conflict', with: 'key' })),
      }),
  },
  'takes a malformed change for a fault of the database': {
    caughtBy: 'refuses a deletion without its guard',
    over: (sound) =>
      withVerbs(sound, {
        commit: (change) =>
          sound.commit(change).catch((cause) => {
            throw new StoreUnavailable({ cause });
          }),
      }),
  },
  'uses nothing': writing('a single-use value is used by one of 100 at once', ({ uses = [], ...change }) => ({
    ...change,
    uses: uses.map(({ key }) => ({ key, expiresAt: later(-1) })),
  })),
  'uses for good': writing('a single-use value is used up to its end, and not at it', ({ uses = [], ...change }) => ({
    ...change,
    uses: uses.map(({ key }) => ({ key, expiresAt: later(1e12) })),
  })),
  'uses a millisecond too long': writing(
    'a single-use value is used up to its end, and not at it',
    ({ uses = [], ...change }) => ({
      ...change,
      uses: uses.map(({ key, expiresAt }) => ({ key, expiresAt: later(expiresAt - NOW + 1) })),
    }),
  ),
  'merges the next state into the one before': writing(
    'the next state replaces the whole of the one before',
    async (change, sound) => {
      const before = change.account && (await sound.readAccount(change.tenant, change.account.id));
      return change.account && before ? { ...change, account: { ...before, ...change.account } } : change;
    },
  ),
  'lets the device go that was seen last': writing(
    'an account knows ten devices, and the one not seen for longest goes',
    (change) =>
      change.device
        ? { ...change, device: { ...change.device, lastSeenAt: later(NOW - change.device.lastSeenAt) } }
        : change,
  ),
  'remembers the first state of a device only': writing(
    'a device that signs in again is no other, and seen again',
    async ({ device, ...change }, sound) => {
      if (device === undefined) return change;
      const account = { kind: 'id', value: device.accountId } as const;
      const step = {
        tenant: change.tenant,
        now: change.now,
        knownPolicy: 0,
        account,
        deviceHashes: [device.tokenHash],
      };
      return (await sound.beginStep(step)).knownDevice !== undefined ? change : { ...change, device };
    },
  ),
  'takes a device for known to everybody': {
    caughtBy: 'a device is known to the accounts that it signed in to',
    over: (sound) =>
      withVerbs(sound, {
        beginStep: async (step) => {
          const [knownDevice] = step.deviceHashes ?? [];
          return { ...(await sound.beginStep(step)), ...(knownDevice !== undefined && { knownDevice }) };
        },
      }),
  },
  'keeps a deleted account': writing(
    'an account that is deleted frees its keys',
    ({ deleteAccount: _, ...change }) => change,
  ),
  'forgets events': writing('a policy, administrators and events, whole', (change) => ({ ...change, events: [] })),
  'writes events in reverse': writing('no more are answered than asked for', (change) => ({
    ...change,
    events: change.events.toReversed(),
  })),
};
