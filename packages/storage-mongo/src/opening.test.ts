import { MongoClient } from 'mongodb';
import { type MongoMemoryReplSet, MongoMemoryServer } from 'mongodb-memory-server-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { LAYOUT } from './opening/open.ts';
import { mongo, mongod, type OwnDatabase, ownDatabase, replicaSet } from './testing/mongo.test-support.ts';
import { account, change, guess, idOf, NOW, TENANT } from './testing/records.test-support.ts';

describe.skipIf(!mongod)('a server alone', () => {
  it('is refused when the store is opened, with the way out', async () => {
    const binary = mongod !== null && 'binary' in mongod ? { systemBinary: mongod.binary } : {};
    const server = await MongoMemoryServer.create({ binary, instance: { storageEngine: 'wiredTiger' } });
    const client = await new MongoClient(server.getUri()).connect();
    try {
      await expect(mongoStore(client.db('app')).open()).rejects.toMatchObject({
        name: 'MongoStoreError',
        code: 'no-transactions',
        wayOut: expect.stringContaining('--replSet'),
      });
      expect(await client.db('app').listCollections().toArray()).toEqual([]);
    } finally {
      await client.close();
      await server.stop();
    }
  });
});

describe.skipIf(!mongod)('a server that asks who it is', () => {
  let set: MongoMemoryReplSet;

  beforeAll(async () => {
    set = await replicaSet(1, { customRootName: 'root', customRootPwd: 'secret' });
  }, 60_000);
  afterAll(() => set?.stop());

  it('refuses for good, and open() tells what it is and the way out', async () => {
    const as = (username: string, password: string) =>
      new MongoClient(set.getUri(), { auth: { username, password }, authSource: 'admin' });
    const root = as('root', 'secret');
    const users = root.db('admin');
    await users.command({ createUser: 'reader', pwd: 'reads', roles: [{ role: 'read', db: 'app' }] });
    await users.command({
      createUser: 'owner',
      pwd: 'owns',
      roles: ['readWrite', 'dbAdmin'].map((role) => ({ role, db: 'app' })),
    });
    const refusals = [
      ['wrong-credentials', as('root', 'wrong')],
      ['wrong-credentials', as('nobody', 'secret')],
      ['no-rights', as('reader', 'reads')],
      ['no-rights', new MongoClient(set.getUri())],
    ] as const;
    for (const [code, client] of refusals) {
      const store = mongoStore(client.db('app'));
      await expect(store.open()).rejects.toMatchObject({
        name: 'MongoStoreError',
        code,
        wayOut: expect.stringMatching(/./),
      });
      await expect(store.commit(change({ account: account('cleo') }))).rejects.toMatchObject({
        code: 'store-unavailable',
      });
      await client.close();
    }
    const owner = as('owner', 'owns');
    const store = mongoStore(owner.db('app'));
    await store.open();
    expect(await store.commit(change({ account: account('cleo') }))).toEqual({ outcome: 'committed' });
    await Promise.all([owner.close(), root.close()]);
  });
});

it('a server that is not there is a fault that may pass', async () => {
  const client = new MongoClient('mongodb://127.0.0.1:1', { serverSelectionTimeoutMS: 200 });
  await expect(mongoStore(client.db('app')).open()).rejects.toMatchObject({ code: 'store-unavailable' });
  await client.close();
});

describe.skipIf(!mongo)('opening the store', () => {
  let own: OwnDatabase;

  beforeAll(async () => {
    own = await ownDatabase();
  });
  afterAll(() => own?.close());

  it('makes all there is to make, by twenty processes at once', async () => {
    const clients = await Promise.all(Array.from({ length: 5 }, () => own.connect()));
    const stores = Array.from({ length: 20 }, (_, turn) =>
      mongoStore((clients[turn % 5] ?? own.database.client).db(own.database.databaseName), { collection: 'made' }),
    );
    await Promise.all(stores.map((store) => store.open()));
    const indexes = await own.database.collection('made').indexes();
    expect(indexes.map(({ name }) => name)).toEqual([
      '_id_',
      'of-kind',
      'guarded',
      'of-account',
      'events',
      'event-stream',
      'of-actor',
      'profiles',
      'by-label',
      'by-name',
      'by-created',
      'by-sign-in',
      'passkeys',
      'unsealed',
      'of-organisation',
      'remains',
      'to-notify',
      'retention',
      'ends',
    ]);
    expect(indexes.find(({ name }) => name === 'ends')?.['expireAfterSeconds']).toBe(300);
  });

  it('renews the rules of a collection that an older version made', async () => {
    const db = own.database;
    await db.createCollection('older');
    const store = mongoStore(db, { collection: 'older' });
    await store.open();
    await expect(db.collection('older').insertOne({ tenant: { $gt: '' } })).rejects.toMatchObject({ code: 121 });
    expect(await store.commit(change({ account: account('cleo') }))).toEqual({ outcome: 'committed' });
  });

  it('X4 the open guesses of a counter from before counters listed them are failures', async () => {
    const db = own.database;
    const store = mongoStore(db, { collection: 'counted' });
    await store.open();
    await store.beginStep(guess('cleo'));
    const former = { $set: { open: 1, openUntil: NOW + 30_000 }, $unset: { openEnds: 1 } } as const;
    await db.collection('counted').updateOne({ kind: 'counter' }, former);
    const counters = async () => (await store.listCounters(TENANT)).map(({ counter }) => counter);
    expect(await counters()).toMatchObject([{ recent: 1, total: 1, open: [] }]);
    const { attempt } = await store.beginStep(guess('cleo'));
    if (attempt.outcome !== 'counted') throw new Error(`the guess is ${attempt.outcome}`);
    expect(await counters()).toMatchObject([{ recent: 2, total: 2, open: [attempt.ref.reservation.until] }]);
    await store.commit(change({ giveBack: attempt.ref }));
    expect(await counters()).toMatchObject([{ recent: 1, total: 1, open: [] }]);
  });

  it('refuses the layout of a newer version, and changes nothing', async () => {
    const db = own.database;
    await mongoStore(db, { collection: 'newer' }).open();
    await db.collection('newer').updateOne({ kind: 'layout' }, { $set: { version: LAYOUT + 1 } });
    await expect(mongoStore(db, { collection: 'newer' }).open()).rejects.toMatchObject({ code: 'newer-schema' });
  });

  it('a record of a newer schema is an error, and no absence', async () => {
    const db = own.database;
    const store = mongoStore(db, { collection: 'records' });
    await store.open();
    await store.commit(change({ account: account('cleo') }));
    expect(await store.readAccount(TENANT, idOf('cleo'))).toEqual(account('cleo'));
    await db.collection('records').updateOne({ kind: 'account' }, { $set: { 'record.schema': 2 } });
    const newer = { code: 'record-too-new' };
    await expect(store.readAccount(TENANT, idOf('cleo'))).rejects.toMatchObject(newer);
    await expect(store.listAccounts(TENANT, { limit: 1 })).rejects.toMatchObject(newer);
    const step = { tenant: TENANT, now: account('cleo').createdAt, knownPolicy: 0 };
    await expect(
      store.beginStep({ ...step, account: { kind: 'identifier', value: 'cleo@example.org' } }),
    ).rejects.toMatchObject(newer);
  });
});
