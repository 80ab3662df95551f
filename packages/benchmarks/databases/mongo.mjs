// MONGODB_URL, or a temporary replica set of one node.
import { MongoClient } from 'mongodb';
import { MongoMemoryReplSet } from 'mongodb-memory-server-core';

export async function startMongo() {
  const given = process.env.MONGODB_URL;
  const server = given === undefined ? await startOwn() : undefined;
  const base = given ?? server?.getUri();
  if (base === undefined) return undefined;
  return {
    async database(name) {
      const url = new URL(base);
      url.pathname = `/${name}`;
      const client = await new MongoClient(url.href).connect();
      await client.db().dropDatabase();
      await client.close();
      return url.href;
    },
    stop: async () => void (await server?.stop()),
  };
}

async function startOwn() {
  try {
    return await MongoMemoryReplSet.create({ replSet: { count: 1, storageEngine: 'wiredTiger', ip: '127.0.0.1' } });
  } catch (error) {
    console.error(`SKIPPED: no MongoDB is available (${error.message}). Set MONGODB_URL or MONGOMS_SYSTEM_BINARY.`);
    return undefined;
  }
}
