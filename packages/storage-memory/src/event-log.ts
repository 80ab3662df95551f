import type { Instant } from '@sallyport/core';
import {
  actorName,
  type EventCount,
  type EventFilter,
  type EventRecord,
  type EventsAsked,
  type EventType,
  type Listed,
  pageOf,
  placeOf,
} from '@sallyport/store';
import { HourlyCounts } from './hourly-counts.ts';

interface Line {
  readonly place: number;
  event: EventRecord;
}

/** Events are only appended; `markNotified` later removes an event's `recipients`. */
export class EventLog {
  /** By instant. Events of the same instant are in the order of writing. */
  readonly #lines: Line[] = [];
  readonly #byId = new Map<string, Line>();
  readonly #untold = new Map<string, Line>();
  #written = 0;

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  append(event: EventRecord, place: number = this.#written): void {
    const line: Line = { place, event };
    this.#written = Math.max(this.#written, place + 1);
    this.#byId.set(event.id, line);
    if (event.recipients !== undefined) this.#untold.set(event.id, line);
    const before = this.#lines.findLastIndex((other) => other.event.at <= event.at);
    this.#lines.splice(before + 1, 0, line);
  }

  get written(): number {
    return this.#written;
  }

  /** Keeps a cursor from before a restart behind new events. */
  skipTo(written: number): void {
    this.#written = Math.max(this.#written, written);
  }

  isBeyond(cursor: string | undefined): boolean {
    return passedIn(placeOf({ cursor, limit: 1 }), this.#written) < this.#written;
  }

  list(page: EventsAsked): Listed<EventRecord> {
    return page.order === 'oldest-first' ? this.#stream(page) : this.#newestFirst(page);
  }

  #newestFirst(page: EventsAsked): Listed<EventRecord> {
    const [at, place] = placeOf(page)?.split('.').map(Number) ?? [Number.POSITIVE_INFINITY, 0];
    const matching = this.#lines.filter((line) => isBefore(line, at, place) && matches(line.event, page));
    const listed = pageOf(matching.reverse(), page.limit, (line) => `${line.event.at}.${line.place}`);
    return { ...listed, items: listed.items.map(shown) };
  }

  /** A cursor is the number of events that are passed. */
  #stream(page: EventsAsked): Listed<EventRecord> {
    const passed = passedIn(placeOf(page), this.#written);
    const matching: Line[] = [];
    for (const line of this.#byId.values()) {
      if (line.place >= passed && matches(line.event, page)) matching.push(line);
      if (matching.length > page.limit) break;
    }
    const items = matching.slice(0, page.limit);
    const last = matching.length > page.limit ? (items.at(-1)?.place ?? passed - 1) + 1 : this.#written;
    return { items: items.map(shown), next: Buffer.from(`${last}`).toString('base64url') };
  }

  count(filter: EventFilter): readonly EventCount[] {
    const [all, failed] = [new HourlyCounts(), new HourlyCounts()];
    for (const { event } of this.#lines) {
      if (!matches(event, filter)) continue;
      all.add(event.at);
      failed.add(event.at, event.type === 'sign-in.failed' ? 1 : 0);
    }
    const failures = new Map(failed.all().map(({ hour, count }) => [hour, count]));
    return all.all().map(({ hour, count }) => ({ hour, count, failed: failures.get(hour) ?? 0 }));
  }

  failures(since: Instant): HourlyCounts {
    const counts = new HourlyCounts();
    for (const { event } of this.#lines) {
      if (event.type === 'sign-in.failed' && event.at >= since) counts.add(event.at);
    }
    return counts;
  }

  /** Keeps events that are still to be told. */
  sweep(types: readonly EventType[], before: Instant): number {
    const past = this.#lines.filter(
      ({ event }) => event.at < before && types.includes(event.type) && event.recipients === undefined,
    );
    if (past.length === 0) return 0;
    const gone = new Set(past);
    for (const { event } of past) this.#byId.delete(event.id);
    this.#lines.splice(0, this.#lines.length, ...this.#lines.filter((line) => !gone.has(line)));
    return past.length;
  }

  places(): readonly number[] {
    return [...this.#byId.values()].map(({ place }) => place);
  }

  all(): readonly EventRecord[] {
    return [...this.#byId.values()].map(({ event }) => event);
  }

  untold(): readonly EventRecord[] {
    return [...this.#untold.values()].map(({ event }) => event);
  }

  markNotified(ids: readonly string[]): void {
    for (const id of ids) {
      const line = this.#untold.get(id);
      if (line === undefined) continue;
      const { recipients: _, ...told } = line.event;
      line.event = Object.freeze(told);
      this.#untold.delete(id);
    }
  }
}

function isBefore(line: Line, at = Number.NaN, place = Number.NaN): boolean {
  return line.event.at < at || (line.event.at === at && line.place < place);
}

function matches(event: EventRecord, { accountId, actor, types, from, to }: EventFilter): boolean {
  return (
    (accountId === undefined || event.accountId === accountId) &&
    (actor === undefined || (event.actor !== undefined && actorName(event.actor) === actorName(actor))) &&
    (types?.includes(event.type) ?? true) &&
    (from === undefined || event.at >= from) &&
    (to === undefined || event.at < to)
  );
}

/** 0 (the beginning) for an impossible place. */
function passedIn(place: string | undefined, written: number): number {
  const passed = /^\d{1,15}$/.test(place ?? '') ? Number(place) : 0;
  return passed <= written ? passed : 0;
}

function shown({ event: { recipients: _, ...event } }: Line): EventRecord {
  return Object.freeze(event);
}
