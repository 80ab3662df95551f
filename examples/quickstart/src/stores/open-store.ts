import type { Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';

export type StoreKind = 'memory' | 'postgres' | 'mongo';

/** A store the demo runs on, and what ends with it. */
export interface OpenedStore {
  readonly store: Store;
  /** It was there before, and will be there again: what is sealed in it needs the same secret each time. */
  readonly lasting: boolean;
  close(): Promise<void>;
}

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
