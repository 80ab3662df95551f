import type { Store } from '@sallyport/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, type OwnDatabase, ownDatabase } from './testing/mongo.test-support.ts';
import { account, change, idOf, TENANT } from './testing/records.test-support.ts';

describe.skipIf(!mongo)('the list of accounts', () => {
  let own: OwnDatabase;
  let store: Store;

  beforeAll(async () => {
    own = await ownDatabase();
    store = mongoStore(own.database, { ttl: false });
    await store.open();
  });
  afterAll(() => own?.close());

  it('P18 finds by a name beside accounts that were deleted a moment ago', async () => {
    for (const name of ['ada', 'ben', 'cleo']) await store.commit(change({ account: account(name) }));
    await store.commit(
      change({ guards: { account: { id: idOf('ben'), version: 1 } }, deleteAccount: { id: idOf('ben') } }),
    );
    const { items } = await store.listAccounts(TENANT, { limit: 10, query: 'CLEO@' });
    expect(items).toEqual([account('cleo')]);
  });
});
