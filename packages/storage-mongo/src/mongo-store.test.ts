import { thoroughly } from '@sallyport/test-support/how-much';
import { storeConformance } from '@sallyport/testing/store';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { accountPlace, flowPlace, samlRequestPlace, sessionPlace, vaultPlace } from './place.ts';
import type { Stored } from './stored.ts';
import { mongo, type OwnDatabase, ownDatabase } from './testing/mongo.test-support.ts';
import { severableProxy } from './testing/proxy.test-support.ts';

describe.skipIf(!mongo)('the Mongo store, on a replica set of one node', () => {
  let own: OwnDatabase;
  const closing: Promise<void>[] = [];

  beforeAll(async () => {
    own = await ownDatabase();
  });
  afterAll(async () => {
    await Promise.all(closing);
    await own?.close();
  });

  storeConformance({
    describe,
    it,
    rounds: thoroughly(25, 5),
    // The kit sets its own clock, in which future instants are past for the server. A TTL index would remove live documents.
    create: async () => ({
      store: mongoStore(own.database, { timeout: '30s', ttl: false }),
      close: async () => {
        await own.database.collection('sallyport').deleteMany({});
      },
    }),
    createPlantable: async () => {
      const collection = 'planted';
      const documents = own.database.collection<Stored>(collection);
      return {
        store: mongoStore(own.database, { collection, timeout: '30s', ttl: false }),
        plant: async ({ kind, tenant, id, tokenHash = id, record: { continuation: _, ...record } }) => {
          const places = {
            account: accountPlace,
            vault: vaultPlace,
            flow: flowPlace,
            samlRequest: samlRequestPlace,
            session: sessionPlace,
          };
          const place = places[kind](tenant, tokenHash);
          await documents.updateOne({ _id: place._id }, { $set: { record } });
        },
        close: async () => {
          await documents.deleteMany({});
        },
      };
    },
    // A client that lost its server needs up to half a second to close, and closes beside the next proof.
    createSeverable: async () => {
      const proxy = await severableProxy(own.url);
      return {
        store: mongoStore(proxy.client.db(own.database.databaseName), { collection: 'severed', ttl: false }),
        sever: proxy.sever,
        close: async () => {
          closing.push(proxy.close());
          await own.database.collection('severed').deleteMany({});
        },
      };
    },
  });
});
