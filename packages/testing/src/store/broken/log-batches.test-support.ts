import type { LogBatchRecord, Store } from '@sallyport/engine';
import { answering, type BrokenStores, pause, withVerbs } from './broken-store.test-support.ts';

/** Reads the last number, and writes a moment later over the batch of whoever was quicker. */
function readingFirst(sound: Store): Store {
  const batches = new Map<string, LogBatchRecord[]>();
  const of = (tenant: string): LogBatchRecord[] => {
    const own = batches.get(tenant) ?? [];
    batches.set(tenant, own);
    return own;
  };
  return withVerbs(sound, {
    appendLogBatch: async (batch) => {
      if (of(batch.tenant).length !== batch.number) return false;
      await pause();
      of(batch.tenant)[batch.number] = batch;
      return true;
    },
    readLogHead: async (tenant) => of(tenant).at(-1),
  });
}

/** Stores whose sealed log forks, has gaps, or is not sealed. */
export const brokenLogBatches: BrokenStores = {
  'reads the last number, then writes a batch': {
    caughtBy: 'of 20 with the same number at once, one is written',
    over: readingFirst,
  },
  'writes every batch at the next number': answering('a number comes once, and without a gap', (sound) => ({
    appendLogBatch: async (batch) => {
      const last = await sound.readLogHead(batch.tenant);
      return sound.appendLogBatch({ ...batch, number: (last?.number ?? -1) + 1 });
    },
  })),
  'forgets the cursor of a batch': answering(
    'they come back as they were written, in the order of their numbers',
    (sound) => ({ appendLogBatch: ({ cursor: _, ...batch }) => sound.appendLogBatch(batch) }),
  ),
  'has one sealed log for all tenants': answering('each tenant has its own chain', (sound) => {
    let first: LogBatchRecord['tenant'] | undefined;
    const shared = (tenant: LogBatchRecord['tenant']): LogBatchRecord['tenant'] => {
      first ??= tenant;
      return first;
    };
    return {
      appendLogBatch: (batch) => sound.appendLogBatch({ ...batch, tenant: shared(batch.tenant) }),
      readLogHead: (tenant) => sound.readLogHead(shared(tenant)),
      listLogBatches: (tenant, page) => sound.listLogBatches(shared(tenant), page),
    };
  }),
  'takes a tenant for sealed after each batch': answering(
    'a batch that ends before the end of the stream leaves its tenant unsealed',
    (sound) => {
      const sealed = new Set<string>();
      return {
        commit: (change) => {
          if (change.events.length > 0) sealed.delete(change.tenant);
          return sound.commit(change);
        },
        appendLogBatch: async (batch) => {
          const isWritten = await sound.appendLogBatch(batch);
          if (isWritten) sealed.add(batch.tenant);
          return isWritten;
        },
        unsealedTenants: async (page) => (await sound.unsealedTenants(page)).filter((tenant) => !sealed.has(tenant)),
      };
    },
  ),
  'never names a tenant to seal': answering('a tenant is unsealed while an event stands behind its last batch', () => ({
    unsealedTenants: async () => [],
  })),
};
