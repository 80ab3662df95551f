import assert from 'node:assert/strict';
import type { PolicyRecord, Store, TenantRemovals } from '@sallyport/engine';
import { hasOrganisations, removesTenants } from '@sallyport/store';
import { found, join } from '../organised.ts';
import {
  accountId,
  later,
  NOW,
  sampleAccount,
  sampleEvent,
  sampleLogBatch,
  samplePolicy,
  sampleRecipients,
} from '../sample-records.ts';
import { addAccounts, atOnce, type Chapter, fromOtherTenant, type Scene, write } from '../scene.ts';
import { furnish, type Picture, pictureOf } from '../world.ts';

interface RemovingScene extends Scene {
  readonly store: Store & TenantRemovals;
}

/** Skips the promise for a store that removes no tenants. */
function removing(proof: (scene: RemovingScene) => Promise<void>): (scene: Scene) => Promise<void> {
  return async (scene) => {
    const { store } = scene;
    if (removesTenants(store)) await proof({ ...scene, store });
  };
}

/** A record of every kind, also of organisations, days and the sealed log. */
async function furnishWhole(scene: Scene): Promise<void> {
  const { store, tenant } = scene;
  await furnish(scene);
  await store.keepDay(tenant, { day: NOW, meets: 2 });
  await store.appendLogBatch(sampleLogBatch(tenant, 0));
  if (!hasOrganisations(store)) return;
  await found(scene, 'o1', 'o2');
  await join(scene, 'o1', 'cleo');
}

async function wholePicture(scene: Scene): Promise<Picture> {
  const { store, tenant } = scene;
  const organised = hasOrganisations(store) && store;
  return {
    ...(await pictureOf(scene)),
    days: await store.listDays(tenant, later(-1)),
    organisations: organised ? (await organised.listOrganisations(tenant, { limit: 9 })).items : [],
    memberships: organised ? await organised.listMembershipsOf(tenant, accountId('cleo')) : [],
  };
}

/** The last policy of a tenant, which says that the tenant is removed. */
async function removed(scene: Scene, log: 'keep' | 'remove', version = 2): Promise<PolicyRecord> {
  const policy = { ...samplePolicy(scene.tenant, version), document: { removed: true }, removed: { at: NOW, log } };
  await write(scene, { guards: { policy: version - 1 }, policy });
  return policy;
}

async function removeAll({ store, tenant }: RemovingScene, limit: number): Promise<number> {
  let calls = 0;
  for (let gone = limit; gone > 0; calls += 1) {
    gone = await store.removeTenant(tenant, limit);
    assert.ok(calls < 1_000, 'the removal does not end');
  }
  return calls;
}

/** The members of a picture that are not empty. */
function leftIn(picture: Picture): readonly string[] {
  const isThere = (seen: unknown): boolean =>
    Array.isArray(seen) ? seen.some(isThere) : seen !== undefined && seen !== false;
  return Object.entries(picture).flatMap(([member, seen]) => (isThere(seen) ? [member] : []));
}

/** The failures are counted from the events. */
const LOG_ALONE: readonly string[] = ['policy', 'policyVersions', 'failures', 'events', 'logBatches'];

export const removedTenants: Chapter = {
  title: 'a removed tenant leaves its last policy alone',
  promises: {
    'nothing but the last policy is left of a removed tenant, and another tenant keeps everything': removing(
      async (scene) => {
        const other = fromOtherTenant(scene);
        await furnishWhole(scene);
        await furnishWhole(other);
        const before = await wholePicture(other);
        const policy = await removed(scene, 'remove');
        await removeAll(scene, 1_000);
        const picture = await wholePicture(scene);
        assert.deepEqual(leftIn(picture), ['policy', 'policyVersions']);
        assert.deepEqual([picture['policy'], picture['policyVersions']], [policy, [policy]]);
        assert.deepEqual(await wholePicture(other), before);
        assert.deepEqual(await scene.store.unsealedTenants({ limit: 9 }), [other.tenant]);
        await write(scene, { uses: [{ key: 'used-before', expiresAt: later(1_000) }] });
      },
    ),
    'a kept log keeps its events and batches, and nobody to tell': removing(async (scene) => {
      await furnishWhole(scene);
      const { store, tenant } = scene;
      const stream = async () => (await store.listEvents(tenant, { limit: 9, order: 'oldest-first' })).items;
      const [before, events] = [await pictureOf(scene), await stream()];
      await removed(scene, 'keep');
      await removeAll(scene, 1_000);
      const picture = await pictureOf(scene);
      assert.deepEqual(leftIn(picture), LOG_ALONE);
      assert.deepEqual([picture['events'], picture['logBatches']], [before['events'], before['logBatches']]);
      assert.deepEqual(await stream(), events);
      await removed(scene, 'remove', 3);
      await removeAll(scene, 1_000);
      assert.deepEqual(leftIn(await pictureOf(scene)), ['policy', 'policyVersions']);
    }),
    'a tenant that is not removed loses nothing by a removal': removing(async (scene) => {
      await furnishWhole(scene);
      const before = await wholePicture(scene);
      assert.equal(await scene.store.removeTenant(scene.tenant, 1_000), 0);
      assert.equal(await scene.store.removeTenant(scene.otherTenant, 1_000), 0);
      assert.deepEqual(await wholePicture(scene), before);
    }),
    'a removal goes on where it stopped, also with records that come late': removing(async (scene) => {
      const { store, tenant } = scene;
      await furnishWhole(scene);
      await removed(scene, 'keep');
      await store.removeTenant(tenant, 5);
      await addAccounts(scene, sampleAccount(tenant, 'emil'));
      await write(scene, { events: [sampleEvent(tenant, 'late', { recipients: sampleRecipients() })] });
      await removeAll(scene, 5);
      await addAccounts(scene, sampleAccount(tenant, 'fay'));
      assert.ok((await store.removeTenant(tenant, 5)) > 0);
      await removeAll(scene, 5);
      assert.deepEqual(leftIn(await wholePicture(scene)), LOG_ALONE);
      assert.equal((await store.listEvents(tenant, { limit: 9 })).items.length, 3);
    }),
    'of 5 removals at once, each ends, and nothing is left': removing(async (scene) => {
      await furnishWhole(scene);
      await removed(scene, 'remove');
      await atOnce(5, () => removeAll(scene, 3));
      await removeAll(scene, 3);
      assert.deepEqual(leftIn(await wholePicture(scene)), ['policy', 'policyVersions']);
    }),
  },
};
