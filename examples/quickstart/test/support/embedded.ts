import { createSallyport, type Sallyport, type SallyportOptions, type Store } from '@sallyport/engine';
import { onTestFinished } from 'vitest';
import { openStore, type StoreKind } from '../../src/stores/open-store.ts';
import { CHEAP_HASHING, STORE } from './quickstart.ts';
import { emptyDatabase } from './servers/databases.ts';
import { isHere } from './servers/start-server.ts';

/** The stores that a test of the engine runs over: all three, or the one that the whole run is over. */
export const STORES: readonly StoreKind[] = (
  STORE === 'memory' ? (['memory', 'postgres', 'mongo'] as const) : [STORE]
).filter(isHere);

/** One store, as several processes of a host have it: each with an engine and a connection of its own. */
export interface SharedStore {
  now: number;
  /** What the engines told their loggers, in order. */
  readonly logged: { readonly message: string; readonly details?: Readonly<Record<string, unknown>> }[];
  /** Another process, not ready yet. */
  process(options?: Partial<SallyportOptions>): Promise<Sallyport>;
  /** Another process, ready. */
  start(options?: Partial<SallyportOptions>): Promise<Sallyport>;
  /** What the last process has written to. */
  store(): Store;
}

/** An empty store of a test's own, gone after it. */
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
        // With several tenants, a mailer is a tenant's.
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
      if (last === undefined) throw new Error('no process has begun yet');
      return last;
    },
  };
  return shared;
}
