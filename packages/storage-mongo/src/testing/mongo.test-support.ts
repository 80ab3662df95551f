import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findProgram, realPart } from '@sallyport/test-support/real-parts';
import { PLACEHOLDER, runServer } from '@sallyport/test-support/run-server';
import { type Db, MongoClient, type MongoClientOptions } from 'mongodb';
import { MongoMemoryReplSet } from 'mongodb-memory-server-core';

/** A `mongod` program to start, or the URL of a running server (`MONGODB_URL`). */
export type Mongo = { readonly binary: string } | { readonly url: string };

export const MONGO: string = 'MongoDB (MONGODB_URL, or MONGOMS_SYSTEM_BINARY)';

/** The MongoDB for tests. `null` if there is none; the tests are then skipped with a message. */
export const mongo: Mongo | null = realPart<Mongo>(MONGO, () => {
  const url = process.env['MONGODB_URL'];
  return url ? { url } : findMongod();
});

/** The `mongod` for tests that kill and freeze the server: never a server that others use. */
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

/** The replica set of one member that the run's test files share, or the server of `MONGODB_URL`. `stop` closes all connections. */
export async function testServer(): Promise<TestServer> {
  const url = mongo !== null && 'url' in mongo ? mongo.url : (await runServer('mongo')).replace(PLACEHOLDER, '');
  const clients: MongoClient[] = [];
  return {
    url,
    connect: async (options = {}) => {
      const client = await new MongoClient(url, options).connect();
      clients.push(client);
      return client;
    },
    stop: async () => void (await Promise.all(clients.map((client) => client.close()))),
  };
}

/** A database of the {@link testServer} that no other test uses. */
export interface OwnDatabase extends Omit<TestServer, 'stop'> {
  readonly database: Db;
  /** Drops the database, and closes all connections. */
  readonly close: () => Promise<void>;
}

/** @param options of the database's own connection */
export async function ownDatabase(options?: MongoClientOptions): Promise<OwnDatabase> {
  const { stop, ...server } = await testServer();
  const database = (await server.connect(options)).db(`sallyport-${randomUUID()}`);
  return {
    ...server,
    database,
    async close() {
      await database.dropDatabase();
      await stop();
    },
  };
}

/** Milliseconds that a replica set may take to start, elect a primary or copy data on a busy machine. */
export const PATIENCE = 120_000;

interface Credentials {
  readonly customRootName: string;
  readonly customRootPwd: string;
}

/**
 * Starts a replica set, and waits until there is a primary and every member has its copy.
 *
 * @param auth the administrator's credentials; absent: no authentication
 */
export async function replicaSet(count: number, auth?: Credentials): Promise<MongoMemoryReplSet> {
  const binary = mongod !== null && 'binary' in mongod ? mongod.binary : undefined;
  const settings = { electionTimeoutMillis: 1000, heartbeatIntervalMillis: 200 };
  const set = await MongoMemoryReplSet.create({
    ...(binary === undefined ? {} : { binary: { systemBinary: binary } }),
    replSet: {
      count,
      storageEngine: 'wiredTiger',
      ip: '127.0.0.1',
      configSettings: settings,
      ...(auth && { auth: { enable: true, ...auth } }),
    },
    instanceOpts: Array.from({ length: count }, () => ({ launchTimeout: PATIENCE })),
  });
  await until('every member of the replica set serves', () => isComplete(set, auth));
  return set;
}

async function isComplete(set: MongoMemoryReplSet, credentials: Credentials | undefined): Promise<boolean> {
  const auth = credentials && { username: credentials.customRootName, password: credentials.customRootPwd };
  const client = await new MongoClient(set.getUri(), {
    serverSelectionTimeoutMS: PATIENCE,
    ...(auth && { auth }),
  }).connect();
  try {
    const { members } = await client.db('admin').command({ replSetGetStatus: 1 });
    return Array.isArray(members) && members.every(({ stateStr }) => ['PRIMARY', 'SECONDARY'].includes(stateStr));
  } finally {
    await client.close();
  }
}

/** Polls until `isSo` is true. Throws an error with `what` after `PATIENCE`. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE; !(await isSo()); await pause(50)) {
    if (Date.now() > end) throw new Error(`waited ${PATIENCE} ms in vain: ${what}`);
  }
}

/** Sends a signal to the process of a member. */
export function signal(set: MongoMemoryReplSet, member: number, name: NodeJS.Signals): void {
  const process = set.servers[member]?.instanceInfo?.instance.mongodProcess;
  if (process === undefined) throw new Error(`member ${member} does not run`);
  process.kill(name);
}

/** Stops the process of a member, and waits until the process is stopped: a signal takes time to arrive. */
export async function freeze(set: MongoMemoryReplSet, member: number): Promise<void> {
  signal(set, member, 'SIGSTOP');
  const pid = String(set.servers[member]?.instanceInfo?.instance.mongodProcess?.pid);
  const ask = promisify(execFile);
  await until('the server is frozen', async () => (await ask('ps', ['-o', 'stat=', '-p', pid])).stdout.startsWith('T'));
}

/** The index of the primary; -1 if no member says that it is the primary. */
export async function primaryOf(set: MongoMemoryReplSet): Promise<number> {
  const asked = set.servers.map(async (server) => {
    const direct = new MongoClient(server.getUri(), { directConnection: true, serverSelectionTimeoutMS: 5000 });
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
