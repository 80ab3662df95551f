import { instant } from '@sallyport/core';
import type { EventRetention, Store } from '@sallyport/engine';
import { accountId, DAY, tenantId } from '../sample-records.ts';
import { answering, type BrokenStores } from './broken-store.test-support.ts';

/** A store that sweeps events by rules that differ from the host's. */
function keeping(
  caughtBy: string,
  other: (kept: EventRetention, all: readonly EventRetention[]) => EventRetention,
): BrokenStores[string] {
  return answering(caughtBy, (sound) => ({
    sweep: (now, retention = []) =>
      sound.sweep(
        now,
        retention.map((kept) => other(kept, retention)),
      ),
  }));
}

/** Marks pending notifications as sent, so that a sweep may remove the events. */
async function tellingNobody(sound: Store): Promise<void> {
  for (const { tenant, id } of await sound.eventsToNotify(1_000)) await sound.markNotified(tenant, [id]);
}

/** Stores whose sweeps remove too much, too little, or at the wrong time. */
export const brokenSweeps: BrokenStores = {
  'never sweeps': answering('it sweeps every tenant', () => ({ sweep: async () => 0 })),
  'sweeps what is live': answering('what is past goes, and is counted; what is live stays', (sound) => ({
    sweep: (now, retention) => sound.sweep(instant(now + DAY), retention),
  })),
  'sweeps a millisecond late': answering('what is past goes, and is counted; what is live stays', (sound) => ({
    sweep: (now, retention) => sound.sweep(instant(now - 1), retention),
  })),
  'sweeps counters, and accounts with them': answering(
    'the counter of an account stays, and its hard limit with it',
    (sound) => ({
      sweep: async (now, retention) => {
        for (const name of ['acme', 'globex'].map(tenantId)) {
          for (const { subject } of await sound.listCounters(name)) {
            const clearCounters = { subject, by: 'administrator' } as const;
            await sound.commit({ tenant: name, now, guards: {}, clearCounters, events: [] });
          }
          const { items } = await sound.listAccounts(name, { limit: 100 });
          for (const { id, version } of items) {
            const guards = { account: { id, version } };
            await sound.commit({ tenant: name, now, guards, deleteAccount: { id: accountId(id) }, events: [] });
          }
        }
        return sound.sweep(now, retention);
      },
    }),
  ),
  'keeps events for good': keeping('events of a type go up to an instant, and not at it', ({ types }) => ({
    types,
    before: instant(0),
  })),
  'keeps events a millisecond less': keeping(
    'events of a type go up to an instant, and not at it',
    ({ types, before }) => ({ types, before: instant(before + 1) }),
  ),
  'sweeps events whatever their type': keeping('each type goes by the instant of its own', ({ before }, all) => ({
    types: ['sign-in.failed', ...all.flatMap(({ types }) => types)],
    before,
  })),
  'sweeps failures a day after they were counted': answering('what nobody asked to remove stays', (sound) => ({
    sweep: (now, retention = []) =>
      sound.sweep(now, [...retention, { types: ['sign-in.failed'], before: instant(now - DAY) }]),
  })),
  'sweeps events that were not told': answering(
    'an event whose owner is still to be told stays until it is told',
    (sound) => ({
      sweep: async (now, retention) => {
        await tellingNobody(sound);
        return sound.sweep(now, retention);
      },
    }),
  ),
  'keeps the failures of an hour at unknown identifiers': answering(
    'the failures of an hour at unknown identifiers go with failed sign-ins, when the hour is over',
    (sound) => {
      const counted: { tenant: string; hour: number }[] = [];
      return {
        commit: async (change) => {
          const result = await sound.commit(change);
          if (result.outcome === 'committed' && change.countUnknownFailure === true) {
            counted.push({ tenant: change.tenant, hour: change.now - (change.now % 3_600_000) });
          }
          return result;
        },
        countFailures: async (tenant, since) => {
          const counts = await sound.countFailures(tenant, since);
          const kept = counted.filter((one) => one.tenant === tenant && one.hour + 3_600_000 > since);
          const gone = kept.filter(({ hour }) => !counts.some((count) => count.hour === hour));
          return [...counts, ...gone.map(({ hour }) => ({ hour: instant(hour), count: 1 }))].toSorted(
            (a, b) => a.hour - b.hour,
          );
        },
      };
    },
  ),
  'sweeps the failures of an hour before it is over': keeping(
    'the failures of an hour at unknown identifiers go with failed sign-ins, when the hour is over',
    ({ types, before }) => ({ types, before: instant(Math.ceil(before / 3_600_000) * 3_600_000) }),
  ),
  'sweeps the events of one tenant': answering('it holds for every tenant', (sound) => {
    const tenants = new Set<string>();
    return {
      commit: (change) => {
        tenants.add(change.tenant);
        return sound.commit(change);
      },
      sweep: (now, retention) => sound.sweep(now, tenants.size > 1 ? [] : retention),
    };
  }),
  'sweeps one batch of events': answering('one sweep removes more than fit into one batch', (sound) => {
    let written = 0;
    return {
      commit: async (change) => {
        written += change.events.length;
        return sound.commit(change);
      },
      sweep: (now, retention) => sound.sweep(now, written > 1_000 ? [] : retention),
    };
  }),
};
