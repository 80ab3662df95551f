import { storeConformance } from '@sallyport/testing/store';
import { describe, it } from 'vitest';
import { memoryStore } from './memory-store.ts';
import { plantable } from './plantable.test-support.ts';

storeConformance({
  describe,
  it,
  create: async () => ({ store: memoryStore(), close: async () => {} }),
  createPlantable: async () => plantable(),
});
