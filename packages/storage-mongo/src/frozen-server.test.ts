import { instant } from '@sallyport/core';
import { isStoreUnavailable, type Store } from '@sallyport/engine';
import { MongoClient } from 'mongodb';
import type { MongoMemoryReplSet } from 'mongodb-memory-server-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { freeze, mongod, replicaSet, signal } from './testing/mongo.test-support.ts';
import { account, change, event, flow, grant, guess, idOf, NOW, TENANT } from './testing/records.test-support.ts';

const TIMEOUT = '1s';

/** Methods of the store, with a commit for every kind of write. */
const verbs: Readonly<Record<string, (store: Store) => Promise<unknown>>> = {
  beginStep: (store) => store.beginStep(guess('nobody')),
  'commit of one document': (store) => store.commit(change({ events: [event('e1')] })),
  'commit in a transaction': (store) => store.commit(grant('f1', 'cleo')),
  'commit that gives back': (store) =>
    store.commit(
      change({
        giveBack: {
          subject: 'nobody',
          authenticator: 'password',
          reservation: { first: instant(0), until: instant(0) },
        },
      }),
    ),
  checkSession: (store) =>
    store.checkSession({ tenant: TENANT, tokenHash: 'x', now: NOW, knownPolicy: 0, touchAfter: 0 }),
  readAccount: (store) => store.readAccount(TENANT, idOf('cleo')),
  listDevices: (store) => store.listDevices(TENANT, idOf('cleo')),
  listEvents: (store) => store.listEvents(TENANT, { limit: 1 }),
  markNotified: (store) => store.markNotified(TENANT, ['e1']),
  sweep: (store) => store.sweep(NOW),
};

describe.skipIf(!mongod)('a server that is frozen', () => {
  let set: MongoMemoryReplSet;
  let client: MongoClient;
  /** A store with a long timeout, for the steps before and after a fault. */
  let store: Store;
  let impatient: Store;

  beforeAll(async () => {
    set = await replicaSet(1);
    client = await new MongoClient(set.getUri()).connect();
    store = mongoStore(client.db('app'), { timeout: '2m' });
    impatient = mongoStore(client.db('app'), { timeout: TIMEOUT });
    await store.open();
    await store.commit(change({ account: account('cleo') }));
    await store.commit(change({ flow: flow('f1') }));
  });
  afterAll(async () => {
    await client?.close();
    await set?.stop();
  });

  it.each(Object.keys(verbs))('%s is a fault within the time that is set, and works again after', async (name) => {
    const ask = verbs[name] ?? (() => Promise.reject(new Error('no such verb')));
    await store.readPolicy(TENANT);
    await freeze(set, 0);
    try {
      // Only the timeout ends the call: the server stays frozen.
      const fault = await ask(impatient).catch((error: unknown) => error);
      expect(fault).toSatisfy(isStoreUnavailable);
      expect(fault).toMatchObject({ cause: { message: expect.stringContaining(`no answer within 1000 ms`) } });
    } finally {
      signal(set, 0, 'SIGCONT');
    }
    await expect.poll(() => store.readAccount(TENANT, idOf('cleo')).catch(() => undefined)).toEqual(account('cleo'));
  });

  it.each<[string, (impatient: Store) => Promise<unknown>]>([
    ['a guess whose account was being looked up is not counted', (impatient) => impatient.beginStep(guess('nobody'))],
    [
      'a change that waited for a connection is not written',
      async (impatient) => {
        await impatient.readPolicy(TENANT).catch(() => undefined);
        return impatient.commit(change({ events: [event('late')] }));
      },
    ],
  ])('%s when it is back', async (_, ask) => {
    const alone = await new MongoClient(set.getUri(), { maxPoolSize: 1 }).connect();
    try {
      const asking = mongoStore(alone.db('app'), { timeout: TIMEOUT });
      await asking.readPolicy(TENANT);
      await freeze(set, 0);
      try {
        await expect(ask(asking)).rejects.toSatisfy(isStoreUnavailable);
      } finally {
        signal(set, 0, 'SIGCONT');
      }
      await expect.poll(() => asking.readAccount(TENANT, idOf('cleo')).catch(() => undefined)).toEqual(account('cleo'));
      expect(await asking.listCounters(TENANT)).toEqual([]);
      const { items } = await asking.listEvents(TENANT, { limit: 100 });
      expect(items.filter(({ id }) => id === 'late')).toEqual([]);
    } finally {
      await alone.close();
    }
  });

  it('what was under way is whole or nothing', async () => {
    for (let round = 0; round < 5; round++) {
      const id = `w${round}`;
      await store.commit(change({ flow: flow(id) }));
      const granting = Promise.allSettled([impatient.commit(grant(id, 'cleo'))]);
      await new Promise((resume) => setTimeout(resume, round));
      await freeze(set, 0);
      const [result] = await granting;
      signal(set, 0, 'SIGCONT');
      await expect
        .poll(() =>
          store.readPolicy(TENANT).then(
            () => true,
            () => false,
          ),
        )
        .toBe(true);
      const step = { tenant: TENANT, now: NOW, knownPolicy: 0 };
      const traces = async () => {
        const seen = await store.beginStep({ ...step, flowHash: `token-of-${id}`, sessionHash: `token-of-${id}` });
        const { items } = await store.listEvents(TENANT, { limit: 100 });
        const events = items.filter((one) => one.id === `event-of-${id}`);
        return [seen.flow === undefined, seen.session !== undefined, events.length === 1];
      };
      // A resumed server finishes what it was doing, perhaps between two of our reads. So the reads agree soon, not at once.
      await expect.poll(async () => new Set(await traces()).size).toBe(1);
      const [isGranted] = await traces();
      if (result?.status === 'fulfilled') expect(isGranted).toBe(true);
    }
  });
});
