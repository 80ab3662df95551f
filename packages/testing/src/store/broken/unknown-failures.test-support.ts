import type { Commit, Store } from '@sallyport/engine';
import { sampleEvent, tenantId } from '../sample-records.ts';
import { answering, type BrokenStores, pause, withVerbs, writing } from './broken-store.test-support.ts';

/** Reads the count of an hour, and writes the count a moment later. */
function readingFirst(sound: Store): Store {
  const counts = new Map<string, number>();
  return withVerbs(sound, {
    commit: async (change) => {
      if (change.countUnknownFailure !== true) return sound.commit(change);
      const key = `${change.tenant} ${Math.floor(change.now / 3_600_000)}`;
      const before = counts.get(key) ?? 0;
      await pause();
      const isLost = (counts.get(key) ?? 0) !== before;
      counts.set(key, before + 1);
      return sound.commit({ ...change, countUnknownFailure: !isLost });
    },
  });
}

async function withRefused(sound: Store, change: Commit): ReturnType<Store['commit']> {
  const result = await sound.commit(change);
  const { tenant, now, countUnknownFailure = false } = change;
  if (result.outcome === 'conflict') {
    await sound.commit({ tenant, now, guards: {}, events: [], countUnknownFailure });
  }
  return result;
}

/** Stores that lose or invent failures at unknown identifiers, or report them incorrectly. */
export const brokenUnknownFailures: BrokenStores = {
  'counts no failures at unknown identifiers': writing('each counts in its hour, and is no event', (change) => ({
    ...change,
    countUnknownFailure: false,
  })),
  'logs failures at unknown identifiers': (() => {
    let logged = 0;
    return writing('each counts in its hour, and is no event', ({ countUnknownFailure = false, ...change }) => {
      const event = sampleEvent(change.tenant, `logged-${logged++}`, { at: change.now });
      return countUnknownFailure ? { ...change, events: [...change.events, event] } : change;
    });
  })(),
  'counts a failure with every change': writing('a change that does not say so counts none', (change) => ({
    ...change,
    countUnknownFailure: true,
  })),
  'reads the failures of an hour, then writes them': {
    caughtBy: 'of 50 at once all are counted',
    over: readingFirst,
  },
  'counts the failures of changes that are refused': answering('a change that is refused counts none', (sound) => ({
    commit: (change) => withRefused(sound, change),
  })),
  'shows hours of which failures were logged, or counted, not both': answering(
    'they add to the failed sign-ins of their hour',
    (sound) => ({
      countFailures: async (tenant, since) => {
        const { items } = await sound.listEvents(tenant, { limit: 1_000, types: ['sign-in.failed'] });
        const logged = items.filter(({ at }) => at >= since).map(({ at }) => Math.floor(at / 3_600_000));
        return (await sound.countFailures(tenant, since)).map(({ hour, count }) => {
          const ofEvents = logged.filter((one) => one === hour / 3_600_000).length;
          return { hour, count: ofEvents > 0 ? ofEvents : count };
        });
      },
    }),
  ),
  'forgets an hour as soon as it has begun': answering(
    'an hour counts whole up to its end, and not at it',
    (sound) => ({
      countFailures: async (tenant, since) =>
        (await sound.countFailures(tenant, since)).filter(({ hour }) => hour >= since),
    }),
  ),
  'counts the failures of all tenants together': writing('each tenant has its own', async (change, sound) => {
    const { now, countUnknownFailure = false } = change;
    for (const name of ['acme', 'globex'].map(tenantId)) {
      if (name !== change.tenant && countUnknownFailure) {
        await sound.commit({ tenant: name, now, guards: {}, events: [], countUnknownFailure });
      }
    }
    return change;
  }),
};
