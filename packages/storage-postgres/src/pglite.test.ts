import { PGlite } from '@electric-sql/pglite';
import { storeConformance } from '@sallyport/testing/store';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { emptyStore } from './empty-store.test-support.ts';

describe('on PGlite', () => {
  let pglite: PGlite;

  beforeAll(async () => {
    pglite = await PGlite.create();
  });
  afterAll(() => pglite.close());

  const create = async () => emptyStore(pglite);
  // It carries out one statement after another: what is at once differs by who begins, which a few rounds go through.
  storeConformance({ describe, it, create, createPlantable: create, rounds: 20 });
});
