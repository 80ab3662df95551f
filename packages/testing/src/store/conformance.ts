import type { Store } from '@sallyport/engine';
import { faultPromises } from './promises/faults.ts';
import { chapters } from './promises/index.ts';
import { schemaPromises } from './promises/schemas.ts';
import { tenantId } from './sample-records.ts';
import type { PlantableStore, SeverableStore, StoreUnderTest } from './store-under-test.ts';

/** The functions of a test runner. Those of Vitest, `node:test` and Mocha fit. */
export interface TestRunner {
  /** Declares a group of tests. */
  readonly describe: (name: string, body: () => void) => unknown;
  /** Declares a test. */
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}

/** What {@link storeConformance} tests, and by which runner. */
export interface ConformanceOptions extends TestRunner {
  /** Makes a new store for every test. */
  readonly create: () => Promise<StoreUnderTest>;
  /** Leave out only for a store in memory. For a database in a file, `sever` closes the handle. */
  readonly createSeverable?: () => Promise<SeverableStore>;
  /** Leave out only if no record outlives the process. */
  readonly createPlantable?: () => Promise<PlantableStore>;
  /**
   * The number of rounds with two conflicting concurrent changes. Default: 100. More rounds find rarer faults: run several thousand before
   * a release. With fewer than 10, the limit of memberships is not tried.
   */
  readonly rounds?: number;
  /** Milliseconds that the stream of events may lag. Default: 5,000, the longest time that the port allows. */
  readonly streamLag?: number;
}

/**
 * Declares the tests of the {@link Store} port, in the given runner, to run on the store's real server. The guide on writing a store lists
 * the promises that the store's own tests try.
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test';
 * import { memoryStore } from '@sallyport/storage-memory';
 * import { storeConformance } from '@sallyport/testing/store';
 *
 * storeConformance({ describe, it, create: async () => ({ store: memoryStore(), close: async () => {} }) });
 * ```
 */
export function storeConformance(options: ConformanceOptions): void {
  const { describe, it, create, createSeverable, createPlantable, rounds = 100, streamLag = 5_000 } = options;
  for (const { title, promises } of chapters) {
    describe(title, () => {
      for (const [promise, proof] of Object.entries(promises)) {
        it(promise, () =>
          using(create, async ({ store }) => {
            await store.open();
            await proof({ store, tenant: tenantId('acme'), otherTenant: tenantId('globex') }, { rounds, streamLag });
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
