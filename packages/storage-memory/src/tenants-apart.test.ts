import { oneRpId } from '@sallyport/test-support/stores/one-rp-id';
import { tenantsApart } from '@sallyport/test-support/stores/tenants-apart';
import { describe } from 'vitest';
import { memoryStore } from './index.ts';

const open = async () => ({ store: memoryStore(), close: async () => undefined });

describe('two tenants over memory', () => {
  tenantsApart(open);
  oneRpId(open);
});
