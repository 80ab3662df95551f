import { findProgram, realPart } from '@sallyport/workspace/real-parts';
import { MongoClient, type MongoClientOptions } from 'mongodb';
import { MongoMemoryReplSet } from 'mongodb-memory-server-core';

/** A server of our own, or one that is there already (`MONGODB_URL`). */
export type Mongo = { readonly binary: string } | { readonly url: string };

export const MONGO: string = 'MongoDB (MONGODB_URL, or MONGOMS_SYSTEM_BINARY)';

/** What tests of the store run on; `null`, and said loudly, where there is none. */
export const mongo: Mongo | null = realPart<Mongo>(MONGO, () => {
  const url = process.env['MONGODB_URL'];
  return url ? { url } : findMongod();
});

/** What tests run on that kill and freeze: a server that is nobody else's. */
export const mongod: Mongo | null = realPart('mongod (MONGOMS_SYSTEM_BINARY)', findMongod);

function findMongod(): { readonly binary: string } | null {
  const program = findProgram('MONGOMS_SYSTEM_BINARY', ['mongod']);
  return program === null ? null : { binary: program.path };
}

export interface TestServer {
  readonly url: string;
  readonly connect: (options?: MongoClientOptions) => Promise<MongoClient>;
  readonly stop: () => Promise<void>;
}

/** A one-node replica set, or the server that is there: with a way to connect, and to be rid of it all. */
export async function testServer(): Promise<TestServer> {
  const set = mongo !== null && 'url' in mongo ? undefined : await replicaSet(1);
  const url = mongo !== null && 'url' in mongo ? mongo.url : (set?.getUri() ?? '');
  const clients: MongoClient[] = [];
  return {
    url,
    connect: async (options = {}) => {
      const client = await new MongoClient(url, options).connect();
      clients.push(client);
      return client;
    },
    stop: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await set?.stop();
    },
  };
}

/** @param auth who may do everything there; absent: nobody has to say who they are */
export function replicaSet(
  count: number,
  auth?: { readonly customRootName: string; readonly customRootPwd: string },
): Promise<MongoMemoryReplSet> {
  const binary = mongod !== null && 'binary' in mongod ? mongod.binary : undefined;
  const settings = { electionTimeoutMillis: 1000, heartbeatIntervalMillis: 200 };
  return MongoMemoryReplSet.create({
    ...(binary === undefined ? {} : { binary: { systemBinary: binary } }),
    replSet: {
      count,
      storageEngine: 'wiredTiger',
      ip: '127.0.0.1',
      configSettings: settings,
      ...(auth && { auth: { enable: true, ...auth } }),
    },
  });
}

/** Stops, thaws or kills the process of a member. */
export function signal(set: MongoMemoryReplSet, member: number, name: NodeJS.Signals): void {
  const process = set.servers[member]?.instanceInfo?.instance.mongodProcess;
  if (process === undefined) throw new Error(`member ${member} does not run`);
  process.kill(name);
}

/** Which member says that it is the primary; -1 where none does. */
export async function primaryOf(set: MongoMemoryReplSet): Promise<number> {
  const asked = set.servers.map(async (server) => {
    const direct = new MongoClient(server.getUri(), { directConnection: true, serverSelectionTimeoutMS: 1000 });
    try {
      return (await direct.db('admin').command({ hello: 1 }))['isWritablePrimary'] === true;
    } catch {
      return false;
    } finally {
      await direct.close();
    }
  });
  return (await Promise.all(asked)).indexOf(true);
}
