import assert from 'node:assert/strict';
import type { TenantId } from '@sallyport/engine';
import { sampleEvent, sampleLogBatch } from '../sample-records.ts';
import { atOnce, type Chapter, fromOtherTenant, type Scene, write } from '../scene.ts';

async function numbersOf({ store, tenant }: Scene): Promise<readonly number[]> {
  const numbers: number[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await store.listLogBatches(tenant, { limit: 3, cursor });
    assert.ok(items.length <= 3);
    numbers.push(...items.map(({ number }) => number));
    cursor = next;
  } while (cursor !== undefined);
  return numbers;
}

/** Reads the stream to its present end, and returns the cursor. */
async function endOfStream({ store, tenant }: Scene, streamLag: number, count: number): Promise<string> {
  const end = Date.now() + streamLag;
  for (;;) {
    const { items, next } = await store.listEvents(tenant, { limit: 100, order: 'oldest-first' });
    assert.ok(next);
    if (items.length >= count || Date.now() > end) return next;
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

export const logBatches: Chapter = {
  title: 'the batches of the sealed log form one chain',
  promises: {
    'they come back as they were written, in the order of their numbers': async (scene) => {
      const { store, tenant } = scene;
      assert.equal(await store.readLogHead(tenant), undefined);
      assert.deepEqual(await numbersOf(scene), []);
      for (let number = 0; number < 7; number++) {
        const batch = sampleLogBatch(tenant, number, number % 2 === 0 ? {} : { cursor: 'MQ' });
        assert.equal(await store.appendLogBatch(batch), true);
        assert.deepEqual(await store.readLogHead(tenant), batch);
      }
      assert.deepEqual(await numbersOf(scene), [0, 1, 2, 3, 4, 5, 6]);
      const [first] = (await store.listLogBatches(tenant, { limit: 1 })).items;
      assert.deepEqual(first, sampleLogBatch(tenant, 0));
    },
    'a number comes once, and without a gap': async (scene) => {
      const { store, tenant } = scene;
      assert.equal(await store.appendLogBatch(sampleLogBatch(tenant, 1)), false);
      assert.equal(await store.appendLogBatch(sampleLogBatch(tenant, 0)), true);
      assert.equal(await store.appendLogBatch(sampleLogBatch(tenant, 0, { publicKey: 'other' })), false);
      assert.equal(await store.appendLogBatch(sampleLogBatch(tenant, 2)), false);
      assert.deepEqual(await store.readLogHead(tenant), sampleLogBatch(tenant, 0));
      assert.deepEqual(await numbersOf(scene), [0]);
    },
    'of 20 with the same number at once, one is written': async (scene) => {
      const { store, tenant } = scene;
      for (let number = 0; number < 3; number++) {
        const tried: boolean[] = [];
        await atOnce(20, async (turn) => {
          tried.push(await store.appendLogBatch(sampleLogBatch(tenant, number, { publicKey: `of ${turn}` })));
        });
        assert.equal(tried.filter(Boolean).length, 1);
      }
      assert.deepEqual(await numbersOf(scene), [0, 1, 2]);
    },
    'each tenant has its own chain': async (scene) => {
      const other = fromOtherTenant(scene);
      assert.equal(await scene.store.appendLogBatch(sampleLogBatch(scene.tenant, 0)), true);
      assert.equal(await scene.store.appendLogBatch(sampleLogBatch(scene.tenant, 1)), true);
      assert.deepEqual(await numbersOf(other), []);
      assert.equal(await scene.store.appendLogBatch(sampleLogBatch(other.tenant, 0)), true);
      assert.deepEqual(await scene.store.readLogHead(other.tenant), sampleLogBatch(other.tenant, 0));
    },
    'a tenant is unsealed while an event stands behind its last batch': async (scene, { streamLag }) => {
      const { store, tenant, otherTenant } = scene;
      const unsealed = (after?: TenantId) => store.unsealedTenants({ limit: 10, after });
      assert.deepEqual(await unsealed(), []);
      await write(fromOtherTenant(scene), { events: [sampleEvent(otherTenant, 'e0')] });
      for (let number = 0; number < 3; number++) {
        await write(scene, { events: [sampleEvent(tenant, `e${number}`)] });
        const both = [tenant, otherTenant].sort();
        assert.deepEqual(await unsealed(), both);
        assert.deepEqual(await unsealed(both[0]), both.slice(1));
        assert.deepEqual(await store.unsealedTenants({ limit: 1 }), both.slice(0, 1));
        const cursor = await endOfStream(scene, streamLag, number + 1);
        assert.deepEqual(await unsealed(), both, 'also if a reader of the stream has seen the event');
        assert.equal(await store.appendLogBatch(sampleLogBatch(tenant, number, { cursor })), true);
        assert.deepEqual(await unsealed(), [otherTenant]);
      }
    },
    'a batch that ends before the end of the stream leaves its tenant unsealed': async (scene, { streamLag }) => {
      const { store, tenant } = scene;
      await write(scene, { events: [sampleEvent(tenant, 'e0')] });
      const middle = await endOfStream(scene, streamLag, 1);
      await write(scene, { events: [sampleEvent(tenant, 'e1')] });
      const end = await endOfStream(scene, streamLag, 2);
      assert.equal(await store.appendLogBatch(sampleLogBatch(tenant, 0, { cursor: middle })), true);
      assert.deepEqual(await store.unsealedTenants({ limit: 10 }), [tenant]);
      assert.equal(await store.appendLogBatch(sampleLogBatch(tenant, 1, { cursor: end })), true);
      assert.deepEqual(await store.unsealedTenants({ limit: 10 }), []);
    },
  },
};
