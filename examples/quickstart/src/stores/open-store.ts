import { memoryStore } from '@sallyport/storage-memory';
import type { OpenedStore } from './opened-store.ts';

export type StoreKind = 'memory' | 'postgres' | 'mongo' | 'sqlite';

/** Opens the demo's store. A URL names an existing database, and for SQLite a file. Without a URL a server is started for this run alone, with an empty store. */
export async function openStore(kind: StoreKind, url: string | undefined): Promise<OpenedStore> {
  switch (kind) {
    case 'memory':
      return { store: memoryStore(), lasting: false, close: async () => {} };
    // Imported on demand: the memory store needs no database driver.
    case 'postgres':
      return (await import('./postgres.ts')).openPostgres(url);
    case 'mongo':
      return (await import('./mongo.ts')).openMongo(url);
    case 'sqlite':
      return (await import('./sqlite.ts')).openSqlite(url);
  }
}
