import { memoryStore } from '@sallyport/storage-memory';
import type { OpenedStore } from './opened-store.ts';

export type StoreKind = 'memory' | 'postgres' | 'mongo';

/**
 * The store of the demo. With a URL it is the database that is there; without one a server is started for this run alone,
 * and every start begins with an empty store.
 */
export async function openStore(kind: StoreKind, url: string | undefined): Promise<OpenedStore> {
  switch (kind) {
    case 'memory':
      return { store: memoryStore(), lasting: false, close: async () => {} };
    // Loaded where they are asked for: the memory store needs no database's driver.
    case 'postgres':
      return (await import('./postgres.ts')).openPostgres(url);
    case 'mongo':
      return (await import('./mongo.ts')).openMongo(url);
  }
}
