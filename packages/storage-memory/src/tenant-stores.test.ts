import { instant } from '@sallyport/core';
import { type Store, StoreUnavailable, type TenantId, tenantStores } from '@sallyport/store';
import { sampleAccount, samplePasskey, storeConformance } from '@sallyport/testing/store';
import { describe, expect, it } from 'vitest';
import { memoryStore } from './memory-store.ts';

/** Tenants with a name of even length live in the first store. */
function spread(): Store {
  const [even, odd] = [memoryStore(), memoryStore()];
  return tenantStores({ stores: [even, odd], storeOf: (tenant) => (tenant.length % 2 === 0 ? even : odd) });
}

describe('the tenants of two stores', () => {
  storeConformance({ describe, it, create: async () => ({ store: spread(), close: async () => {} }) });
});

const [NORTH, SOUTH] = ['north' as TenantId, 'south' as TenantId];
const NOW = instant(0);

/** A store that a test switches off, or makes faulty in another way. */
function switched(): Store & { fault: Error | undefined; opened: number } {
  const inner = memoryStore();
  const store = { ...inner, fault: undefined as Error | undefined, opened: 0 };
  const guarded =
    <Asked extends unknown[], Answer>(call: (...asked: Asked) => Promise<Answer>) =>
    async (...asked: Asked): Promise<Answer> => {
      if (store.fault !== undefined) throw store.fault;
      return call(...asked);
    };
  return Object.assign(store, {
    open: guarded(async () => {
      store.opened += 1;
      await inner.open();
    }),
    readPolicy: guarded(inner.readPolicy),
    sweep: guarded(inner.sweep),
    eventsToNotify: guarded(inner.eventsToNotify),
    hasPasskey: guarded(inner.hasPasskey),
  });
}

describe('X20 one of several stores', () => {
  const setUp = () => {
    const [north, south] = [switched(), switched()];
    const all = tenantStores({ stores: [north, south], storeOf: (tenant) => (tenant === NORTH ? north : south) });
    return { north, south, all };
  };

  it('that does not answer stops its own tenants alone, and comes back by itself', async () => {
    const { north, south, all } = setUp();
    south.fault = new StoreUnavailable();
    await all.open();
    expect(await all.readPolicy(NORTH)).toBeUndefined();
    await expect(all.readPolicy(SOUTH)).rejects.toThrow(StoreUnavailable);
    expect(await all.eventsToNotify(10)).toEqual([]);
    await expect(all.sweep(NOW)).rejects.toThrow(StoreUnavailable);
    south.fault = undefined;
    expect(await all.readPolicy(SOUTH)).toBeUndefined();
    expect(await all.sweep(NOW)).toBe(0);
    expect([north.opened, south.opened]).toEqual([1, 1]);
  });

  it('that does not answer leaves open whether anybody has a passkey, unless another store has it', async () => {
    const { south, all } = setUp();
    const account = sampleAccount(NORTH, 'cleo', { passkeys: [samplePasskey('p1')] });
    await all.commit({ tenant: NORTH, now: NOW, guards: {}, events: [], account });
    expect([await all.hasPasskey('p1'), await all.hasPasskey('p2')]).toEqual([true, false]);
    south.fault = new StoreUnavailable();
    expect(await all.hasPasskey('p1')).toBe(true);
    await expect(all.hasPasskey('p2')).rejects.toThrow(StoreUnavailable);
  });

  it('throws at the start if no store answers, or one cannot be opened for another reason', async () => {
    const { north, south, all } = setUp();
    north.fault = new StoreUnavailable();
    south.fault = new StoreUnavailable();
    await expect(all.open()).rejects.toThrow(StoreUnavailable);
    north.fault = undefined;
    south.fault = new Error('tables of a newer version');
    await expect(all.open()).rejects.toThrow('tables of a newer version');
  });

  it('has to be one that the host listed', async () => {
    const all = tenantStores({ stores: [memoryStore()], storeOf: () => memoryStore() });
    await expect(all.readPolicy(NORTH)).rejects.toThrow("the store of 'north' is not one of `stores`");
  });
});
