import { tenantsApart } from '@sallyport/test-support/stores/tenants-apart';
import { describe } from 'vitest';
import { memoryStore } from './index.ts';

describe('two tenants over memory', () => {
  tenantsApart(async () => ({ store: memoryStore(), close: async () => undefined }));
});
