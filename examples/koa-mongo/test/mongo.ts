import { findProgram, realPart } from '@sallyport/test-support/real-parts';
import { MongoClient } from 'mongodb';
import { MongoMemoryReplSet } from 'mongodb-memory-server-core';

/** A MongoDB server (`MONGODB_URL`), or a program to start a server. `null` if both are missing. */
export const mongoHere: { readonly url: string } | { readonly program: string } | null = realPart(
  'MongoDB (MONGODB_URL, or MONGOMS_SYSTEM_BINARY)',
  () => {
    const { MONGODB_URL: url } = process.env;
    if (url !== undefined && url !== '') return { url };
    const program = findProgram('MONGOMS_SYSTEM_BINARY', ['mongod']);
    return program === null ? null : { program: program.path };
  },
);

/** Starts a replica set with one member. `stop` deletes the data. */
export async function startMongo(): Promise<{ readonly client: MongoClient; stop(): Promise<void> }> {
  const set =
    mongoHere !== null && 'program' in mongoHere
      ? await MongoMemoryReplSet.create({
          binary: { systemBinary: mongoHere.program },
          replSet: { count: 1, storageEngine: 'wiredTiger', ip: '127.0.0.1' },
          instanceOpts: [{ launchTimeout: 120_000 }],
        })
      : undefined;
  const url = mongoHere !== null && 'url' in mongoHere ? mongoHere.url : (set?.getUri() ?? '');
  const client = await new MongoClient(url).connect();
  return {
    client,
    async stop() {
      await client.close();
      await set?.stop();
    },
  };
}
