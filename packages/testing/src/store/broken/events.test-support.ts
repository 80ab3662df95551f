import type { EventRecord, Store } from '@sallyport/engine';
import { answering, type BrokenStores, pause, withVerbs } from './broken-store.test-support.ts';

/** Numbers events as their commits begin, and tells those after the last number told. */
function tellingByNumber(sound: Store): Store {
  const numbers = new Map<string, number>();
  let given = 0;
  let told = 0;
  const key = ({ tenant, id }: Pick<EventRecord, 'tenant' | 'id'>): string => `${tenant}\n${id}`;
  return withVerbs(sound, {
    commit: async (change) => {
      for (const event of change.events) numbers.set(key(event), ++given);
      await pause(given % 3);
      return sound.commit(change);
    },
    eventsToTell: async (limit) => {
      const events = await sound.eventsToTell(10_000);
      return events.filter((event) => (numbers.get(key(event)) ?? 0) > told).slice(0, limit);
    },
    markTold: async (tenant, ids) => {
      for (const id of ids) told = Math.max(told, numbers.get(key({ tenant, id })) ?? 0);
    },
  });
}

/** Events that are told out of order, twice, or never. */
export const brokenEvents: BrokenStores = {
  'tells events by their numbers': {
    caughtBy: 'under 50 writers none is missed, and each account’s come in order',
    over: tellingByNumber,
  },
  'tells the newest event first': answering(
    'under 50 writers none is missed, and each account’s come in order',
    (sound) => ({
      eventsToTell: async (limit) => (await sound.eventsToTell(1_000)).toReversed().slice(0, limit),
    }),
  ),
  'tells everything': answering('those that are to be told are, oldest first, until they have been', (sound) => ({
    commit: (change) => sound.commit({ ...change, events: change.events.map((event) => ({ ...event, tell: true })) }),
  })),
  'tells without end': answering('those that are to be told are, oldest first, until they have been', () => ({
    markTold: async () => {},
  })),
  'tells nothing': answering('no more are answered than asked for', () => ({ eventsToTell: async () => [] })),
  'tells all at once': answering('no more are answered than asked for', (sound) => ({
    eventsToTell: () => sound.eventsToTell(1_000),
  })),
};
