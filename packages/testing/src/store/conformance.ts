import type { Store, TenantId } from '@sallyport/engine';
import { faultPromises } from './promises/faults.ts';
import { chapters } from './promises/index.ts';
import { schemaPromises } from './promises/schemas.ts';
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

/** A store in which a record can be put past its verbs, as another version of Sallyport would have left it. */
export interface PlantableStore extends StoreUnderTest {
  /**
   * Replaces the content of a record that is there; where it is kept, and what it is found by, stays. A store that reads all it
   * has at once may throw here what it would throw on reading.
   */
  readonly plant: (planted: PlantedRecord) => Promise<void>;
}

export interface PlantedRecord {
  readonly kind: 'account' | 'flow' | 'session';
  readonly tenant: TenantId;
  readonly id: string;
  /** The hash of its token, of a flow and of a session. */
  readonly tokenHash?: string;
  readonly record: Readonly<Record<string, unknown>>;
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
