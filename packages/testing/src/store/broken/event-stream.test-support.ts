import type { EventRecord, EventsAsked, Listed, Store } from '@sallyport/engine';
import { answering, type BrokenStores, pause, withVerbs } from './broken-store.test-support.ts';

type Change = (
  page: EventsAsked,
  read: (page: EventsAsked) => Promise<Listed<EventRecord>>,
) => Promise<Listed<EventRecord>>;

/** A store with another stream. The list of the newest events stays as it is. */
function streaming(caughtBy: string, change: Change): BrokenStores[string] {
  return answering(caughtBy, (sound) => ({
    listEvents: (tenant, page) => {
      const read = (asked: EventsAsked) => sound.listEvents(tenant, asked);
      return page.order === 'oldest-first' ? change(page, read) : read(page);
    },
  }));
}

const cursorOf = (place: number): string => Buffer.from(`${place}`).toString('base64url');
const placeIn = (cursor: string = ''): number => Number(Buffer.from(cursor, 'base64url').toString()) || 0;

/** Numbers events at the start of their commits, and pages by the numbers. */
function pagingByNumber(sound: Store): Store {
  const numbers = new Map<string, number>();
  let given = 0;
  return withVerbs(sound, {
    commit: async (change) => {
      for (const event of change.events) numbers.set(`${event.tenant} ${event.id}`, ++given);
      await pause(given % 3);
      return sound.commit(change);
    },
    listEvents: async (tenant, page) => {
      if (page.order !== 'oldest-first') return sound.listEvents(tenant, page);
      const { items } = await sound.listEvents(tenant, { ...page, cursor: undefined, limit: 10_000 });
      const number = ({ id }: EventRecord): number => numbers.get(`${tenant} ${id}`) ?? 0;
      const after = placeIn(page.cursor);
      const sorted = items.filter((event) => number(event) > after).sort((one, other) => number(one) - number(other));
      const shown = sorted.slice(0, page.limit);
      const last = shown.at(-1);
      return { items: shown, next: cursorOf(last === undefined ? after : number(last)) };
    },
  });
}

/** Pages by the instants of the events. */
const byInstant: Change = async (page, read) => {
  const { items } = await read({ ...page, cursor: undefined, limit: 10_000 });
  const start = placeIn(page.cursor);
  const shown = items.toSorted((one, other) => one.at - other.at).slice(start, start + page.limit);
  return { items: shown, next: cursorOf(start + shown.length) };
};

/** Stores whose stream of events misses, repeats or confuses events. */
export const brokenEventStreams: BrokenStores = {
  'streams events by the numbers that they had before their commit': {
    caughtBy: 'under 20 writers and two readers none is missed, and each account’s come in order',
    over: pagingByNumber,
  },
  'streams events by their instants': streaming(
    'it comes in the order of the commits, whatever the instants',
    byInstant,
  ),
  'streams the newest event first': streaming(
    'it begins with the oldest event, and goes on from the last cursor',
    async (page, read) => ({ ...(await read(page)), ...(await read({ ...page, order: 'newest-first' })) }),
  ),
  'waits for the stream to reach a cursor from beyond its end': streaming(
    'a cursor from beyond its end begins it again',
    async (page, read) => {
      const end = await read({ ...page, cursor: undefined, limit: 10_000 });
      return placeIn(page.cursor) > placeIn(end.next) ? { items: [], next: end.next } : read(page);
    },
  ),
  'has no cursor at the end of the stream': streaming(
    'it has a cursor also where there is no event yet',
    async (page, read) => {
      const listed = await read(page);
      return listed.next === page.cursor || listed.items.length === 0 ? { items: listed.items } : listed;
    },
  ),
  'streams whom to notify': answering('it shows an event as the list does, told or not', (sound) => ({
    listEvents: async (tenant, page) => {
      const [listed, untold] = [await sound.listEvents(tenant, page), await sound.eventsToNotify(1_000)];
      if (page.order !== 'oldest-first') return listed;
      return { ...listed, items: listed.items.map((event) => untold.find(({ id }) => id === event.id) ?? event) };
    },
  })),
  'counts the cursor of a filtered stream by the filter': streaming(
    'a cursor passes what a filter leaves out, and is good for another filter',
    async ({ cursor, limit, ...filter }, read) => {
      const { items } = await read({ ...filter, limit: 10_000 });
      const start = placeIn(cursor);
      const shown = items.slice(start, start + limit);
      return { items: shown, next: cursorOf(start + shown.length) };
    },
  ),
  'counts the cursor of the stream by the events that are left': streaming(
    'a sweep hides no event from it',
    async ({ cursor, limit, ...filter }, read) => {
      const { items } = await read({ ...filter, limit: 10_000 });
      const start = placeIn(cursor);
      const shown = items.slice(start, start + limit);
      return { items: shown, next: cursorOf(start + shown.length) };
    },
  ),
  'streams the events of all tenants': answering('each tenant has a stream of its own', (sound) => {
    let written = 0;
    const starts = new Map<string, number>();
    return {
      commit: async (change) => {
        written += change.events.length;
        return sound.commit(change);
      },
      listEvents: async (tenant, page) => {
        if (page.order !== 'oldest-first') return sound.listEvents(tenant, page);
        starts.set(tenant, 0);
        const listed = await sound.listEvents(tenant, { ...page, limit: 10_000 });
        return { items: listed.items.slice(0, page.limit), next: cursorOf(written) };
      },
    };
  }),
  'throws at a cursor of the stream that is none': streaming(
    'a cursor that is none begins it again, or finds nothing',
    async (page, read) => {
      if (page.cursor === 'x') throw new TypeError('no cursor');
      return read(page);
    },
  ),
  'has no filter by author, type or instant': answering(
    'both orders filter by author, by types, from an instant and up to another',
    (sound) => ({
      listEvents: (tenant, { actor: _, from: __, to: ___, ...page }) => sound.listEvents(tenant, page),
    }),
  ),
  'tells a text from host code with the same name': answering(
    'both orders filter by author, by types, from an instant and up to another',
    (sound) => ({
      listEvents: (tenant, page) =>
        sound.listEvents(
          tenant,
          typeof page.actor === 'string' && page.actor.startsWith('host') ? { ...page, types: [] } : page,
        ),
    }),
  ),
};
