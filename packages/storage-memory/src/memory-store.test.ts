import { storeConformance } from '@sallyport/testing/store';
import { describe, expect, it } from 'vitest';
import { memoryStore } from './memory-store.ts';
import { plantable } from './plantable.test-support.ts';

it('a misspelt option is refused', () => {
  expect(() => memoryStore(Object({ snapsot: {} }))).toThrow(
    new TypeError("memoryStore: there is no member 'snapsot'; did you mean 'snapshot'?"),
  );
});

storeConformance({
  describe,
  it,
  create: async () => ({ store: memoryStore(), close: async () => {} }),
  createPlantable: async () => plantable(),
});
