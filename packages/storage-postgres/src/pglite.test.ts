import { PGlite } from '@electric-sql/pglite';
import { storeConformance } from '@sallyport/testing/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresStore } from './postgres-store.ts';
import { migrate } from './schema/migrate.ts';
import { emptyStore } from './testing/empty-store.test-support.ts';

describe('on PGlite', () => {
  let pglite: PGlite;

  beforeAll(async () => {
    pglite = await PGlite.create();
  });
  afterAll(() => pglite.close());

  it('migrates, also if two stores open at once', async () => {
    await Promise.all([postgresStore(pglite).open(), postgresStore(pglite).open()]);
    expect(await migrate(pglite)).toEqual([]);
  });

  const create = async () => emptyStore(pglite);
  // PGlite runs one statement at a time. Concurrent calls differ only in their order, and a few rounds cover the orders.
  storeConformance({ describe, it, create, createPlantable: create, rounds: 10 });
});
