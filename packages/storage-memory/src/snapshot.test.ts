import { milliseconds } from '@sallyport/core';
import { type Commit, type Store, tenantId } from '@sallyport/engine';
import {
  accountId,
  later,
  NOW,
  sampleAccount,
  sampleDevice,
  sampleEvent,
  sampleRecipients,
  storeConformance,
} from '@sallyport/testing/store';
import { describe, expect, it } from 'vitest';
import { type MemoryStore, memoryStore } from './memory-store.ts';

/** A store that is opened again from its snapshot after every call. Calls run one after the other: concurrent calls would lose writes. */
function reopening(): Store {
  let current: MemoryStore = memoryStore();
  let turn: Promise<unknown> = Promise.resolve();
  const call = async (verb: keyof Store, asked: unknown[]): Promise<unknown> => {
    const answer: unknown = await Reflect.apply(current[verb], current, asked);
    current = memoryStore({ snapshot: JSON.parse(JSON.stringify(current)) });
    return answer;
  };
  return new Proxy(current, {
    get: (_, verb: keyof Store) => {
      if (!(verb in current)) return undefined;
      return (...asked: unknown[]) => {
        const result = turn.then(() => call(verb, asked));
        turn = result.catch(() => {});
        return result;
      };
    },
  });
}

describe('a store that is opened from its snapshot after every call', () => {
  storeConformance({
    describe: (_, body) => body(),
    // This store runs one call at a time, so the cases with many concurrent calls would test nothing.
    rounds: 2,
    it: (name, body) => (/\b(50|100|500|five|1,000)\b/.test(name) ? undefined : it(name, body)),
    create: async () => ({ store: reopening(), close: async () => {} }),
  });
});

const tenant = tenantId('acme');
const cleo = accountId('cleo');

const MINUTE = milliseconds(60_000);
const STEP = {
  ...{ tenant, now: NOW, knownPolicy: 0, deviceHashes: ['d1'] },
  account: { kind: 'id', value: cleo },
} as const;
const GUESS = {
  authenticator: 'password',
  limits: { maxFailures: 5, window: MINUTE, lockLengths: [MINUTE], hardLimit: 100, judgedWithin: MINUTE },
  perDevice: true,
};

/** A store with Cleo's account, two devices, a guess from one device, an event with `recipients`, an event without `recipients`, and failures in two hours. */
async function furnished(): Promise<MemoryStore> {
  const store = memoryStore();
  const write = async (change: Partial<Commit>): Promise<void> => {
    const result = await store.commit({ tenant, now: NOW, guards: {}, events: [], ...change });
    expect(result).toEqual({ outcome: 'committed' });
  };
  await write({ account: sampleAccount(tenant, 'cleo'), device: sampleDevice('cleo', 'd1', { userAgent: 'curl/8' }) });
  await write({ device: sampleDevice('cleo', 'd2', { lastSeenAt: later(1), epoch: 1 }) });
  await write({ events: [sampleEvent(tenant, 'e1', { recipients: sampleRecipients() }), sampleEvent(tenant, 'e2')] });
  for (const now of [NOW, later(3_600_000)]) await write({ now, countUnknownFailure: true });
  await store.beginStep({ ...STEP, attempt: GUESS });
  return store;
}

async function seen(store: Store): Promise<readonly unknown[]> {
  return [
    await store.listDevices(tenant, cleo),
    await store.countFailures(tenant, NOW),
    await store.eventsToNotify(10),
    await store.listEvents(tenant, { limit: 10 }),
    await store.listCounters(tenant),
  ];
}

it('a snapshot holds devices, failures by the hour, and whom to tell', async () => {
  const store = await furnished();
  const before = await seen(store);
  expect(before).toMatchObject([
    [
      { id: 'device-d2', epoch: 1 },
      { id: 'device-d1', userAgent: 'curl/8' },
    ],
    [{ count: 3 }, { count: 1 }],
    [{ id: 'e1', recipients: sampleRecipients() }],
    { items: [{ id: 'e2' }, { id: 'e1' }] },
    [{ device: 'd1' }],
  ]);
  const opened = memoryStore({ snapshot: JSON.parse(JSON.stringify(store)) });
  expect(await seen(opened)).toEqual(before);
  expect(JSON.stringify(opened)).toBe(JSON.stringify(store));
});

it('a commit that lost its guard leaves nothing of a device in the store', async () => {
  const store = await furnished();
  const before = JSON.stringify(store);
  const guards = { account: { id: cleo, version: 7 } };
  const known = sampleDevice('cleo', 'd1', { lastSeenAt: later(9) });
  for (const device of [known, sampleDevice('cleo', 'new')]) {
    const change = { tenant, now: NOW, guards, device, forgetDevices: { accountId: cleo }, events: [] };
    expect(await store.commit(change)).toEqual({ outcome: 'conflict', with: 'account' });
  }
  expect(JSON.stringify(store)).toBe(before);
});

it('a snapshot of a newer version is refused by name', () => {
  const current = memoryStore().toJSON();
  const snapshot = { ...current, format: current.format + 1 };
  expect(() => memoryStore({ snapshot })).toThrow(expect.objectContaining({ code: 'record-too-new' }));
});

it('a snapshot from before there were vaults and SAML requests is read', async () => {
  const { tenants } = (await furnished()).toJSON();
  const before = { format: 1, tenants: tenants.map(({ vaults: _, samlRequests: __, ...rest }) => rest) };
  const store = memoryStore({ snapshot: before });
  expect(await store.readAccount(tenant, cleo)).toBeDefined();
  expect(await store.readVault(tenant, cleo)).toBeUndefined();
});

it('X5 a device in a snapshot from before devices kept what was proved there has no budget of its own', async () => {
  const { tenants, ...rest } = (await furnished()).toJSON();
  const older = tenants.map((one) => ({ ...one, devices: one.devices.map(({ proved: _, ...device }) => device) }));
  const store = memoryStore({ snapshot: JSON.parse(JSON.stringify({ ...rest, tenants: older })) });
  const guess = async () => {
    const { knownDevice, attempt } = await store.beginStep({ ...STEP, attempt: GUESS });
    return { knownDevice, device: attempt.outcome === 'counted' ? attempt.ref.device : attempt.outcome };
  };
  expect((await store.listDevices(tenant, cleo)).map(({ proved }) => proved)).toEqual([[], []]);
  expect(await guess()).toEqual({ knownDevice: 'd1', device: undefined });
  await store.commit({ tenant, now: NOW, guards: {}, device: sampleDevice('cleo', 'd1'), events: [] });
  expect(await guess()).toEqual({ knownDevice: 'd1', device: 'd1' });
});

it('X4 the open guesses of a snapshot from before counters listed them are failures', async () => {
  const { tenants } = (await furnished()).toJSON();
  const [counted] = tenants.flatMap(({ counters }) => counters);
  const former = { ...counted?.counter, open: 1, openUntil: NOW + MINUTE };
  const older = tenants.map((one) => ({ ...one, counters: [{ ...counted, counter: former }] }));
  const store = memoryStore({ snapshot: JSON.parse(JSON.stringify({ format: 6, tenants: older })) });
  expect((await store.listCounters(tenant)).map(({ counter }) => counter)).toEqual([{ ...counted?.counter, open: [] }]);
  expect((await store.beginStep({ ...STEP, attempt: GUESS })).attempt.outcome).toBe('counted');
  expect((await store.listCounters(tenant)).map(({ counter }) => counter)).toMatchObject([
    { recent: 2, total: 2, open: [NOW + MINUTE] },
  ]);
});
