import type { Store } from '@sallyport/engine';
import { type BrokenStores, pause, withVerbs } from './broken-store.test-support.ts';
import { opensFromNothing } from './sessions.test-support.ts';

/** Checks whether a single-use value was used, and uses the single-use value a moment later. */
function readingMarksFirst(sound: Store): Store {
  const used = new Map<string, number>();
  return withVerbs(sound, {
    commit: async ({ uses = [], ...change }) => {
      const nameOf = (key: string): string => JSON.stringify([change.tenant, key]);
      if (change.newSession !== undefined) return sound.commit({ ...change, uses });
      if (uses.some(({ key }) => (used.get(nameOf(key)) ?? 0) > change.now)) {
        return { outcome: 'conflict', with: 'used' };
      }
      await pause();
      for (const { key, expiresAt } of uses) used.set(nameOf(key), expiresAt);
      return sound.commit(change);
    },
  });
}

/** Reads the version of a flow that a change ends, and ends the flow a moment later, at whatever version. */
function readingFlowsFirst(sound: Store): Store {
  return withVerbs(sound, {
    commit: async (change) => {
      const { flow, ...guards } = change.guards;
      if (flow === undefined || change.flow?.id === flow.id) return sound.commit(change);
      const { tenant, now } = change;
      const looked = await sound.commit({ tenant, now, guards: { flow }, events: [] });
      if (looked.outcome === 'conflict') return looked;
      await pause();
      return sound.commit({ ...change, guards, endFlow: { id: flow.id }, ...opensFromNothing(change) });
    },
  });
}

/** Stores that check first and write a moment later. */
export const readingThenWriting: BrokenStores = {
  'looks whether a single-use value was used, then uses it': {
    caughtBy: 'single-use values, used by five clients',
    over: readingMarksFirst,
  },
  'looks at a flow, then consumes it': {
    caughtBy: 'flows, begun, moved on, ended and consumed by five clients',
    over: readingFlowsFirst,
  },
};
