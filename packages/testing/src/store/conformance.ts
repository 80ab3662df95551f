import type { Store } from '@sallyport/engine';
import { faultPromises } from './promises/faults.ts';
import { chapters } from './promises/index.ts';
import { schemaPromises } from './promises/schemas.ts';
import { tenantId } from './sample-records.ts';
import type { PlantableStore, SeverableStore, StoreUnderTest } from './store-under-test.ts';

/** The functions of a test runner: those of Vitest, of `node:test` and of Mocha fit as they are. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}

export interface ConformanceOptions extends TestRunner {
  /** A store of its own for every test. */
  readonly create: () => Promise<StoreUnderTest>;
  /** Left out only where there is no server that could be lost, as in memory. */
  readonly createSeverable?: () => Promise<SeverableStore>;
  /** Left out only where nothing outlives the process. */
  readonly createPlantable?: () => Promise<PlantableStore>;
  /**
   * How often two changes that are in each other's way are made at once. Default: 100. A fault that shows in one round of many is
   * found by more of them: run some thousands before a release.
   */
  readonly rounds?: number;
}

/**
 * Declares a test for every promise of the {@link Store} port, in the runner given. A store that passes them all,
 * on the server it is meant for, may be used.
 *
 * ```ts
 * storeConformance({ describe, it, create: async () => ({ store: memoryStore(), close: async () => {} }) });
 * ```
 */
export function storeConformance(options: ConformanceOptions): void {
  const { describe, it, create, createSeverable, createPlantable, rounds = 100 } = options;
  for (const { title, promises } of chapters) {
    describe(title, () => {
      for (const [promise, proof] of Object.entries(promises)) {
        it(promise, () =>
          using(create, async ({ store }) => {
            await store.open();
            await proof({ store, tenant: tenantId('acme'), otherTenant: tenantId('globex') }, { rounds });
          }),
        );
      }
    });
  }
  if (createSeverable !== undefined) {
    describe('a fault is not an absence', () => {
      for (const [promise, proof] of Object.entries(faultPromises)) {
        it(promise, () => using(createSeverable, proof));
      }
    });
  }
  if (createPlantable !== undefined) {
    describe('records of other versions', () => {
      for (const [promise, proof] of Object.entries(schemaPromises)) {
        it(promise, () => using(createPlantable, proof));
      }
    });
  }
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
