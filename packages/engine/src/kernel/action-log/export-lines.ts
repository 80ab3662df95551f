import { type ExportLine, type ExportStart, type LogEntry, leafOf, type SealedEvent } from '@sallyport/core/log';
import type { EventRecord, LogBatchRecord, Store, TenantId } from '@sallyport/store';
import { LOG_HASHING } from './log-crypto.ts';

type Reading = Pick<Store, 'listEvents' | 'listLogBatches'>;

const [EVENTS_PER_PAGE, BATCHES_PER_PAGE] = [1_000, 20];

/** The events come from the log that everybody reads, so that a difference to the sealed batches shows. */
export async function* exportLines(
  store: Reading,
  tenant: TenantId,
  start: ExportStart,
  sealed: (event: EventRecord) => SealedEvent,
): AsyncGenerator<string, void> {
  const written = (line: ExportLine): string => JSON.stringify(line);
  yield written(start);
  const places = await placesOf(store, tenant);
  const stored = new Set<string>();
  for await (const { id } of eventsOf(store, tenant)) stored.add(id);
  const events = eventsOf(store, tenant);
  let [n, heads] = [0, 0];
  for await (const { entries, head, peaks } of batchesOf(store, tenant)) {
    if (entries.length === 0) continue;
    for (const entry of entries) {
      if (stored.has(entry.id)) yield* eventLines(events, places, n, entry, sealed);
      else yield written({ n, leaf: leafOf(LOG_HASHING, entry), gone: entry });
      n += 1;
    }
    heads += 1;
    yield written({ batch: heads, head, peaks });
  }
}

async function* eventLines(
  events: AsyncGenerator<EventRecord, void>,
  places: Places,
  n: number,
  entry: LogEntry,
  sealed: (event: EventRecord) => SealedEvent,
): AsyncGenerator<string, void> {
  for (let next = await events.next(); next.done !== true; next = await events.next()) {
    const event = sealed(next.value);
    const place = places.get(event.id);
    const line: ExportLine =
      place === undefined ? { unsealed: event } : { n: place.n, leaf: leafOf(LOG_HASHING, place.entry), event };
    yield JSON.stringify(line);
    if (place !== undefined) return;
  }
  // The event was removed while the log was read.
  yield JSON.stringify({ n, leaf: leafOf(LOG_HASHING, entry), gone: entry } satisfies ExportLine);
}

type Places = ReadonlyMap<string, { readonly n: number; readonly entry: LogEntry }>;

async function placesOf(store: Reading, tenant: TenantId): Promise<Places> {
  const places = new Map<string, { readonly n: number; readonly entry: LogEntry }>();
  for await (const { entries } of batchesOf(store, tenant))
    for (const entry of entries) places.set(entry.id, { n: places.size, entry });
  return places;
}

async function* batchesOf(store: Reading, tenant: TenantId): AsyncGenerator<LogBatchRecord, void> {
  let cursor: string | undefined;
  do {
    const { items, next } = await store.listLogBatches(tenant, { limit: BATCHES_PER_PAGE, cursor });
    yield* items;
    cursor = next;
  } while (cursor !== undefined);
}

async function* eventsOf(store: Reading, tenant: TenantId): AsyncGenerator<EventRecord, void> {
  let cursor: string | undefined;
  for (;;) {
    const asked = { limit: EVENTS_PER_PAGE, cursor, order: 'oldest-first' } as const;
    const { items, next } = await store.listEvents(tenant, asked);
    yield* items;
    if (next === cursor) return;
    cursor = next;
  }
}
