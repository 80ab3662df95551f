import { isStoreUnavailable } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { NOW, sampleAccount, sampleEvent, tenantId } from '../sample-records.ts';
import { atEveryPoint } from './at-every-point.ts';
import { type FaultKind, faultyStore } from './faulty-store.ts';

const tenant = tenantId('acme');
const written = (id: string) => ({ tenant, now: NOW, guards: {}, events: [sampleEvent(tenant, id)] });

describe('a faulty store', () => {
  const afterOne = async (kind: FaultKind) => {
    const inner = memoryStore();
    const store = faultyStore(inner, { kind, at: 2 });
    const outcomes: string[] = [];
    for (const id of ['e1', 'e2', 'e3']) {
      await store.commit(written(id)).then(
        () => outcomes.push('written'),
        (fault: unknown) => outcomes.push(isStoreUnavailable(fault) ? 'unavailable' : 'other'),
      );
    }
    store.revive();
    await store.commit(written('e4'));
    const { items } = await inner.listEvents(tenant, { limit: 9 });
    return { outcomes, there: items.map(({ id }) => id).sort(), struck: store.struck };
  };

  it('fails before it writes', async () => {
    expect(await afterOne('fails')).toEqual({
      outcomes: ['written', 'unavailable', 'written'],
      there: ['e1', 'e3', 'e4'],
      struck: true,
    });
  });

  it('drops the reply after it has written', async () => {
    expect(await afterOne('drops-reply')).toEqual({
      outcomes: ['written', 'unavailable', 'written'],
      there: ['e1', 'e2', 'e3', 'e4'],
      struck: true,
    });
  });

  it('crashes, and stays down until it is revived', async () => {
    expect(await afterOne('crashes')).toEqual({
      outcomes: ['written', 'unavailable', 'unavailable'],
      there: ['e1', 'e4'],
      struck: true,
    });
  });

  it('delays, and lets something else come first', async () => {
    const inner = memoryStore();
    const meanwhile = async (): Promise<void> => {
      await inner.commit(written('first'));
    };
    await faultyStore(inner, { kind: 'delays', at: 1, meanwhile }).commit(written('second'));
    const { items } = await inner.listEvents(tenant, { limit: 9 });
    expect(items.map(({ id }) => id)).toEqual(['second', 'first']);
  });

  it('counts nothing before it is armed, and never what it spares', async () => {
    const store = faultyStore(memoryStore(), { kind: 'fails', at: 1 }, { unarmed: true, spared: ['sweep'] });
    await store.readPolicy(tenant);
    store.arm();
    await store.sweep(NOW);
    expect([store.called, store.struck]).toEqual([[], false]);
    await expect(store.readPolicy(tenant)).rejects.toMatchObject({ code: 'store-unavailable' });
    expect([store.called, store.struck]).toEqual([['readPolicy'], true]);
  });
});

describe('at every point', () => {
  const create = () => memoryStore();
  const twice = async (store: ReturnType<typeof faultyStore>) => {
    store.arm();
    await store.commit(written('e1'));
    await store.commit({ ...written('e2'), account: sampleAccount(tenant, 'cleo') });
  };

  it('runs once for each call and each kind of fault', async () => {
    const runs: unknown[] = [];
    const points = await atEveryPoint(
      async ({ store, fault }) => {
        runs.push(fault && [fault.kind, fault.at]);
        await twice(store).catch(() => {});
      },
      { create },
    );
    expect(runs[0]).toBeUndefined();
    expect(points.map(({ kind, at }) => [kind, at])).toEqual(runs.slice(1));
    expect(points.length).toBe(8);
    expect(new Set(runs.map((run) => JSON.stringify(run))).size).toBe(9);
  });

  it('says where it happened', async () => {
    const failing = atEveryPoint(({ store }) => twice(store), { create, kinds: ['drops-reply'] });
    await expect(failing).rejects.toThrow('where call 1 of 2 (commit) drops-reply: the store did not answer (commit)');
  });

  it('refuses a scenario that is never armed, or not the same twice', async () => {
    await expect(atEveryPoint(async () => {}, { create })).rejects.toThrow('never armed');
    let run = 0;
    const changing = async ({ store }: { store: ReturnType<typeof faultyStore> }) => {
      store.arm();
      if (run++ === 0) await store.readPolicy(tenant);
    };
    await expect(atEveryPoint(changing, { create })).rejects.toThrow('made other calls');
  });
});
