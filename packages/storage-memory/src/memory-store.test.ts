import { storeConformance } from '@sallyport/testing/store';
import { describe, it } from 'vitest';
import { memoryStore } from './memory-store.ts';

storeConformance({ describe, it, create: async () => ({ store: memoryStore(), close: async () => {} }) });
