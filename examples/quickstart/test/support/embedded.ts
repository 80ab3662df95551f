import { createSallyport, type Sallyport, type SallyportOptions, type Store } from '@sallyport/engine';
import { inCi, thoroughly } from '@sallyport/test-support/how-much';
import { onTestFinished } from 'vitest';
import { openStore, type StoreKind } from '../../src/stores/open-store.ts';
import { CHEAP_HASHING, STORE } from './quickstart.ts';
import { emptyDatabase } from './servers/databases.ts';
import { isHere } from './servers/start-server.ts';

/** The stores for tests of the engine, or the store of the whole run. The kit for stores runs on all four in every run. */
export const STORES: readonly StoreKind[] = (
  STORE === 'memory'
    ? thoroughly<readonly StoreKind[]>(
        ['memory', 'postgres', 'mongo', 'sqlite'],
        inCi(['memory', 'postgres'], ['memory']),
      )
    : [STORE]
).filter(isHere);

/** A store that several processes of a host share. Each process has its own engine and connection. */
export interface SharedStore {
  now: number;
  /** The log messages of all engines, in order. */
  readonly logged: { readonly message: string; readonly details?: Readonly<Record<string, unknown>> }[];
  /** Creates another process, without waiting until the process is ready. */
  process(options?: Partial<SallyportOptions<string>>): Promise<Sallyport>;
  /** Starts another process, and waits until the process is ready. */
  start(options?: Partial<SallyportOptions<string>>): Promise<Sallyport>;
  /** The store of the last process. */
  store(): Store;
}

/** An empty store for one test. The test's end drops the store. */
export async function sharedStore(kind: StoreKind): Promise<SharedStore> {
  const database = await emptyDatabase(kind);
  const kept = kind === 'memory' ? await openStore(kind, undefined) : undefined;
  const ends: (() => Promise<void>)[] = [];
  let last: Store | undefined;
  onTestFinished(async () => {
    for (const end of ends.reverse()) await end();
    await database?.drop();
  });
  const shared: SharedStore = {
    now: Date.UTC(2031, 2, 3, 9, 0, 0),
    logged: [],
    async process(options = {}) {
      const opened = kept ?? (await openStore(kind, database?.url));
      ends.push(() => opened.close());
      last = opened.store;
      const hears = (message: string, details?: Readonly<Record<string, unknown>>): void =>
        void shared.logged.push({ message, details });
      const auth = createSallyport({
        origin: 'http://localhost:3000',
        secrets: ['a secret that is long enough to be one'],
        store: opened.store,
        passwordHashing: CHEAP_HASHING,
        clock: () => shared.now,
        // With several tenants, each tenant has its own mailer.
        ...(options.tenant === undefined ? { sendMail: () => {} } : {}),
        logger: { warn: hears, error: hears },
        ...options,
      });
      ends.push(() => auth.close());
      return auth;
    },
    async start(options) {
      const auth = await shared.process(options);
      await auth.ready();
      return auth;
    },
    store() {
      if (last === undefined) throw new Error('no process has started yet');
      return last;
    },
  };
  return shared;
}
