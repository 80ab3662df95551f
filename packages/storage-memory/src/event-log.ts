import type { Instant } from '@sallyport/core';
import {
  type EventFilter,
  type EventRecord,
  type EventType,
  type Listed,
  type Page,
  pageOf,
  placeOf,
} from '@sallyport/store';
import { HourlyCounts } from './hourly-counts.ts';

/** An event, and its position in the order of writing. */
interface Line {
  readonly place: number;
  event: EventRecord;
}

/** The action log of a tenant. Events are only appended; `markTold` later removes an event's `tell`. */
export class EventLog {
  /** In the order of their instants. Events of the same instant are in the order of writing. */
  readonly #lines: Line[] = [];
  readonly #byId = new Map<string, Line>();
  readonly #untold = new Map<string, Line>();
  #written = 0;

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  append(event: EventRecord): void {
    const line: Line = { place: this.#written++, event };
    this.#byId.set(event.id, line);
    if (event.tell !== undefined) this.#untold.set(event.id, line);
    const before = this.#lines.findLastIndex((other) => other.event.at <= event.at);
    this.#lines.splice(before + 1, 0, line);
  }

  list(page: Page & EventFilter): Listed<EventRecord> {
    const [at, place] = placeOf(page)?.split('.').map(Number) ?? [Number.POSITIVE_INFINITY, 0];
    const matching = this.#lines.filter(
      (line) =>
        isBefore(line, at, place) &&
        (page.accountId === undefined || line.event.accountId === page.accountId) &&
        (page.type === undefined || line.event.type === page.type),
    );
    const listed = pageOf(matching.reverse(), page.limit, (line) => `${line.event.at}.${line.place}`);
    return { ...listed, items: listed.items.map(({ event: { tell: _, ...event } }) => Object.freeze(event)) };
  }

  /** Counts the failed sign-ins since an instant by the hour. */
  failures(since: Instant): HourlyCounts {
    const counts = new HourlyCounts();
    for (const { event } of this.#lines) {
      if (event.type === 'sign-in.failed' && event.at >= since) counts.add(event.at);
    }
    return counts;
  }

  /** Removes events of these types from before `before`, except events that are still to be told. Returns the number of removed events. */
  sweep(types: readonly EventType[], before: Instant): number {
    const past = this.#lines.filter(
      ({ event }) => event.at < before && types.includes(event.type) && event.tell === undefined,
    );
    if (past.length === 0) return 0;
    const gone = new Set(past);
    for (const { event } of past) this.#byId.delete(event.id);
    this.#lines.splice(0, this.#lines.length, ...this.#lines.filter((line) => !gone.has(line)));
    return past.length;
  }

  /** In the order of writing. */
  all(): readonly EventRecord[] {
    return [...this.#byId.values()].map(({ event }) => event);
  }

  untold(): readonly EventRecord[] {
    return [...this.#untold.values()].map(({ event }) => event);
  }

  markTold(ids: readonly string[]): void {
    for (const id of ids) {
      const line = this.#untold.get(id);
      if (line === undefined) continue;
      const { tell: _, ...told } = line.event;
      line.event = Object.freeze(told);
      this.#untold.delete(id);
    }
  }
}

function isBefore(line: Line, at = Number.NaN, place = Number.NaN): boolean {
  return line.event.at < at || (line.event.at === at && line.place < place);
}
