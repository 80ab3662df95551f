import { mongoStore } from '@sallyport/storage-mongo';
import { MongoClient } from 'mongodb';
import { MongoMemoryReplSet } from 'mongodb-memory-server-core';
import type { OpenedStore } from './opened-store.ts';

const DATABASE = 'sallyport_quickstart';

/** Opens the database at this URL, or starts a one-node replica set, because transactions need a replica set. */
export async function openMongo(url: string | undefined): Promise<OpenedStore> {
  const server = url === undefined ? await startServer() : undefined;
  const client = new MongoClient(url ?? server?.getUri() ?? '', { serverSelectionTimeoutMS: 5_000 });
  // The client connects at the first request: `auth.ready()` waits for a replica set without a primary.
  return {
    store: mongoStore(client.db(url === undefined || databaseOf(url) === '' ? DATABASE : undefined)),
    lasting: url !== undefined,
    async close() {
      await client.close();
      await server?.stop();
    },
  };
}

/** Starts a MongoDB. mongodb-memory-server downloads MongoDB unless the `MONGOMS_*` variables name an installed MongoDB. */
async function startServer(): Promise<MongoMemoryReplSet> {
  try {
    return await MongoMemoryReplSet.create({ replSet: { count: 1, storageEngine: 'wiredTiger', ip: '127.0.0.1' } });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `There is no MongoDB to be had: ${why}\nGive MONGODB_URL, or MONGOMS_SYSTEM_BINARY with the path of a mongod.`,
    );
  }
}

function databaseOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname.slice(1) : '';
}
