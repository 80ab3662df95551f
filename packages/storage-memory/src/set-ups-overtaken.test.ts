import { setUpsOvertaken } from '@sallyport/test-support/stores/set-ups-overtaken';
import { describe } from 'vitest';
import { memoryStore } from './index.ts';

describe('a set-up over memory', () => {
  setUpsOvertaken(async () => ({ store: memoryStore(), close: async () => undefined }));
});
