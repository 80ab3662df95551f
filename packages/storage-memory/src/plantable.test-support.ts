import type { StoredRecord } from '@sallyport/store';
import type { PlantableStore, PlantedRecord } from '@sallyport/testing/store';
import { type MemoryStore, memoryStore } from './memory-store.ts';
import type { MemorySnapshot } from './snapshot.ts';

/** A memory store for tests. Each call of `plant` opens the store again from a snapshot with the planted record. */
export function plantable(): PlantableStore {
  let current: MemoryStore = memoryStore();
  return {
    store: new Proxy(current, { get: (_, verb) => Reflect.get(current, verb) }),
    plant: async (planted) => {
      current = memoryStore({ snapshot: withRecord(JSON.parse(JSON.stringify(current)), planted) });
    },
    close: async () => {},
  };
}

function withRecord(snapshot: MemorySnapshot, { kind, tenant, id, record }: PlantedRecord): MemorySnapshot {
  const replaced = (each: StoredRecord): StoredRecord =>
    [('id' in each && each.id) || ('accountId' in each && each.accountId)].includes(id)
      ? { schema: 1, ...record }
      : each;
  return {
    ...snapshot,
    tenants: snapshot.tenants.map((one) =>
      one.tenant === tenant ? { ...one, [`${kind}s`]: one[`${kind}s`]?.map(replaced) } : one,
    ),
  };
}
