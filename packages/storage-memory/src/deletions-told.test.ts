import { deletionsTold } from '@sallyport/test-support/stores/deletions-told';
import { describe } from 'vitest';
import { memoryStore } from './index.ts';

describe('a host told of deletions over memory', () => {
  deletionsTold(async () => ({ store: memoryStore(), close: async () => undefined }));
});
