import { randomUUID } from 'node:crypto';
import type { Store } from '@sallyport/engine';
import type { Db } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, type TestServer, testServer } from './testing/mongo.test-support.ts';
import { account, change, idOf, TENANT } from './testing/records.test-support.ts';

describe.skipIf(!mongo)('the list of accounts', () => {
  let server: TestServer;
  let db: Db;
  let store: Store;

  beforeAll(async () => {
    server = await testServer();
    db = (await server.connect()).db(`sallyport-${randomUUID()}`);
    store = mongoStore(db, { ttl: false });
    await store.open();
  });
  afterAll(async () => {
    await db?.dropDatabase();
    await server?.stop();
  });

  it('P18 finds by a name beside accounts that were deleted a moment ago', async () => {
    for (const name of ['ada', 'ben', 'cleo']) await store.commit(change({ account: account(name) }));
    await store.commit(
      change({ guards: { account: { id: idOf('ben'), version: 1 } }, deleteAccount: { id: idOf('ben') } }),
    );
    const { items } = await store.listAccounts(TENANT, { limit: 10, query: 'CLEO@' });
    expect(items).toEqual([account('cleo')]);
  });
});
