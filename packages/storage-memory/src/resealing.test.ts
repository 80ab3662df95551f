import { resealing } from '@sallyport/test-support/stores/resealing';
import { describe } from 'vitest';
import { memoryStore } from './index.ts';

describe('secrets that are sealed anew in memory', () => {
  resealing(async () => ({ store: memoryStore(), close: async () => undefined }));
});
