export { type MemoryStore, type MemoryStoreOptions, memoryStore } from './memory-store.ts';
export type { MemorySnapshot, TenantSnapshot } from './snapshot.ts';
