import { oneRpId } from '@sallyport/test-support/stores/one-rp-id';
import { tenantsApart } from '@sallyport/test-support/stores/tenants-apart';
import { describe } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, ownDatabase } from './testing/mongo.test-support.ts';

describe.skipIf(!mongo)('two tenants over Mongo', () => {
  const open = async () => {
    const { database, close } = await ownDatabase();
    return { store: mongoStore(database, { ttl: false, timeout: '30s' }), close };
  };
  tenantsApart(open);
  oneRpId(open);
});
