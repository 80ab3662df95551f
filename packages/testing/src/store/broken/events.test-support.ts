import type { EventRecord, Store } from '@sallyport/engine';
import { sampleRecipients } from '../sample-records.ts';
import { answering, type BrokenStores, pause, withVerbs } from './broken-store.test-support.ts';

/** Numbers events at the start of their commits, and reports the events after the last reported number. */
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
    eventsToNotify: async (limit) => {
      const events = await sound.eventsToNotify(10_000);
      return events.filter((event) => (numbers.get(key(event)) ?? 0) > told).slice(0, limit);
    },
    markNotified: async (tenant, ids) => {
      for (const id of ids) told = Math.max(told, numbers.get(key({ tenant, id })) ?? 0);
    },
  });
}

/** Stores that report events in a wrong order, twice, or never. */
export const brokenEvents: BrokenStores = {
  'tells events by their numbers': {
    caughtBy: 'under 20 writers none is missed, and each account’s come in order',
    over: tellingByNumber,
  },
  'tells the newest event first': answering(
    'under 20 writers none is missed, and each account’s come in order',
    (sound) => ({
      eventsToNotify: async (limit) => (await sound.eventsToNotify(1_000)).toReversed().slice(0, limit),
    }),
  ),
  'counts the events of an hour without the last filter': answering(
    'the events of an hour are counted as the log shows them',
    (sound) => ({ countEvents: (tenant, { to: _, ...filter }) => sound.countEvents(tenant, filter) }),
  ),
  'tells everything': answering('those that are to be told are, oldest first, until they have been', (sound) => ({
    commit: (change) =>
      sound.commit({ ...change, events: change.events.map((event) => ({ recipients: sampleRecipients(), ...event })) }),
  })),
  'tells without end': answering('those that are to be told are, oldest first, until they have been', () => ({
    markNotified: async () => {},
  })),
  'tells nothing': answering('no more are answered than asked for', () => ({ eventsToNotify: async () => [] })),
  'shows in the log whom to notify': answering(
    'the log shows an event without whom to notify, before it is told and afterwards',
    (sound) => ({
      listEvents: async (tenant, page) => {
        const [listed, untold] = [await sound.listEvents(tenant, page), await sound.eventsToNotify(1_000)];
        const items = listed.items.map((event) => untold.find(({ id }) => id === event.id) ?? event);
        return { ...listed, items };
      },
    }),
  ),
  'tells the address that the account has by now': answering(
    'an event is told where its commit says, whatever becomes of the account',
    (sound) => ({
      eventsToNotify: async (limit) =>
        Promise.all(
          (await sound.eventsToNotify(limit)).map(async ({ recipients = sampleRecipients(), ...event }) => {
            const account = event.accountId && (await sound.readAccount(event.tenant, event.accountId));
            const addresses = account?.email ? [account.email.address] : recipients.addresses;
            return { ...event, recipients: { ...recipients, addresses } };
          }),
        ),
    }),
  ),
  'tells nobody who has no address': answering('an event is told though its owner has no address', (sound) => ({
    eventsToNotify: async (limit) =>
      (await sound.eventsToNotify(limit)).filter(({ recipients }) => (recipients?.addresses.length ?? 0) > 0),
  })),
  'tells of a deletion without the host’s key': answering('a policy, administrators and events, whole', (sound) => ({
    eventsToNotify: async (limit) =>
      (await sound.eventsToNotify(limit)).map(({ recipients, ...event }) => {
        const { externalId: _, ...others } = recipients ?? sampleRecipients();
        return { ...event, recipients: others };
      }),
  })),
  'tells all at once': answering('no more are answered than asked for', (sound) => ({
    eventsToNotify: () => sound.eventsToNotify(1_000),
  })),
};
