import type { Store, TenantId } from '@sallyport/engine';
import { removesTenants } from '@sallyport/store';
import { NOW } from '../sample-records.ts';
import { type BrokenStores, withVerbs } from './broken-store.test-support.ts';

type Remove = (tenant: TenantId, limit: number) => Promise<number>;

/** A store that removes tenants otherwise. */
function removingBy(caughtBy: string, change: (sound: Store, remove: Remove) => Partial<Store>): BrokenStores[string] {
  return {
    caughtBy,
    over: (sound) => {
      if (!removesTenants(sound)) throw new TypeError('the sound store removes tenants');
      return withVerbs(
        sound,
        change(sound, (...asked) => sound.removeTenant(...asked)),
      );
    },
  };
}

/** Says that the tenant is removed, with or without its log, and removes everything else. */
async function removeAs(sound: Store, remove: Remove, tenant: TenantId, log: 'keep' | 'remove'): Promise<number> {
  const newest = await sound.readPolicy(tenant);
  if (newest === undefined) return 0;
  if (newest.removed?.log !== log) {
    const policy = { ...newest, version: newest.version + 1, removed: { at: NOW, log } };
    await sound.commit({ tenant, now: NOW, guards: {}, policy, events: [] });
  }
  return remove(tenant, 1_000);
}

/** Stores that leave something of a removed tenant, or remove too much. */
export const brokenRemovals: BrokenStores = {
  'removes the sealed log and the events of a tenant whose log is kept': removingBy(
    'a kept log keeps its events and batches, and nobody to tell',
    (sound, remove) => ({ removeTenant: (tenant) => removeAs(sound, remove, tenant, 'remove') }),
  ),
  'keeps the log of a tenant whose log goes': removingBy(
    'nothing but the last policy is left of a removed tenant, and another tenant keeps everything',
    (sound, remove) => ({ removeTenant: (tenant) => removeAs(sound, remove, tenant, 'keep') }),
  ),
  'removes a tenant that nobody removed': removingBy(
    'a tenant that is not removed loses nothing by a removal',
    (sound, remove) => ({ removeTenant: (tenant) => removeAs(sound, remove, tenant, 'remove') }),
  ),
  'removes a tenant once': removingBy(
    'a removal goes on where it stopped, also with records that come late',
    (_, remove) => {
      const done = new Set<TenantId>();
      return {
        async removeTenant(tenant, limit) {
          if (done.has(tenant)) return 0;
          done.add(tenant);
          return remove(tenant, limit);
        },
      };
    },
  ),
  'refuses a second removal at the same time': removingBy(
    'of 5 removals at once, each ends, and nothing is left',
    (_, remove) => {
      let running = 0;
      return {
        async removeTenant(tenant, limit) {
          if (running > 0) throw new Error('another removal is running');
          running += 1;
          const gone = await remove(tenant, limit);
          running -= 1;
          return gone;
        },
      };
    },
  ),
};
