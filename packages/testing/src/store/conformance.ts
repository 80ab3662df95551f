import type { Store } from '@sallyport/engine';
import { faultPromises } from './promises/faults.ts';
import { chapters } from './promises/index.ts';
import { tenantId } from './sample-records.ts';

/** The functions of a test runner: those of Vitest, of `node:test` and of Mocha fit as they are. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}

/** A store to be tried, and how to be rid of it. */
export interface StoreUnderTest {
  /** Empty, and not opened yet. */
  readonly store: Store;
  readonly close: () => Promise<void>;
}

/** A store whose server can be taken away. */
export interface SeverableStore extends StoreUnderTest {
  /** From here on the server cannot be reached: every verb has to throw `StoreUnavailable`. */
  readonly sever: () => Promise<void>;
}

export interface ConformanceOptions extends TestRunner {
  /** A store of its own for every test. */
  readonly create: () => Promise<StoreUnderTest>;
  /** Left out only where there is no server that could be lost, as in memory. */
  readonly createSeverable?: () => Promise<SeverableStore>;
}

/**
 * Declares a test for every promise of the {@link Store} port, in the runner given. A store that passes them all,
 * on the server it is meant for, may be used.
 *
 * ```ts
 * storeConformance({ describe, it, create: async () => ({ store: memoryStore(), close: async () => {} }) });
 * ```
 */
export function storeConformance({ describe, it, create, createSeverable }: ConformanceOptions): void {
  for (const { title, promises } of chapters) {
    describe(title, () => {
      for (const [promise, proof] of Object.entries(promises)) {
        it(promise, () =>
          using(create, async ({ store }) => {
            await store.open();
            await proof({ store, tenant: tenantId('acme'), otherTenant: tenantId('globex') });
          }),
        );
      }
    });
  }
  if (createSeverable === undefined) return;
  describe('a fault is not an absence', () => {
    for (const [promise, proof] of Object.entries(faultPromises)) {
      it(promise, () => using(createSeverable, proof));
    }
  });
}

async function using<Tried extends StoreUnderTest>(
  create: () => Promise<Tried>,
  act: (tried: Tried) => Promise<void>,
): Promise<void> {
  const tried = await create();
  try {
    await act(tried);
  } finally {
    await tried.close();
  }
}
