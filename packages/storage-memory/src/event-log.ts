import { type Instant, instant } from '@sallyport/core';
import type { EventFilter, EventRecord, Listed, Page } from '@sallyport/engine';
import { pageOf, placeOf } from './page.ts';

const HOUR = 3_600_000;

/** One line, and its place in the order of writing. */
interface Line {
  readonly place: number;
  event: EventRecord;
}

/** The action log of a tenant: appended to, never rewritten but for the flag that the owner has been told. */
export class EventLog {
  /** By instant; those of one instant in the order in which they were written. */
  readonly #lines: Line[] = [];
  readonly #byId = new Map<string, Line>();
  readonly #untold = new Map<string, Line>();

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  append(event: EventRecord): void {
    const line: Line = { place: this.#byId.size, event };
    this.#byId.set(event.id, line);
    if (event.tell) this.#untold.set(event.id, line);
    const before = this.#lines.findLastIndex((other) => other.event.at <= event.at);
    this.#lines.splice(before + 1, 0, line);
  }

  list(page: Page & EventFilter): Listed<EventRecord> {
    const [at, place] = page.cursor === undefined ? [Infinity, 0] : placeOf(page.cursor).split('.').map(Number);
    const matching = this.#lines.filter(
      (line) =>
        isBefore(line, at, place) &&
        (page.accountId === undefined || line.event.accountId === page.accountId) &&
        (page.type === undefined || line.event.type === page.type),
    );
    const listed = pageOf(matching.reverse(), page.limit, (line) => `${line.event.at}.${line.place}`);
    return { ...listed, items: listed.items.map(({ event }) => event) };
  }

  countFailures(since: Instant): readonly { readonly hour: Instant; readonly count: number }[] {
    const counts = new Map<number, number>();
    for (const { event } of this.#lines) {
      if (event.type !== 'sign-in.failed' || event.at < since) continue;
      const hour = Math.floor(event.at / HOUR) * HOUR;
      counts.set(hour, (counts.get(hour) ?? 0) + 1);
    }
    return [...counts].map(([hour, count]) => ({ hour: instant(hour), count }));
  }

  /** In the order in which they were written. */
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
      line.event = Object.freeze({ ...line.event, tell: false });
      this.#untold.delete(id);
    }
  }
}

function isBefore(line: Line, at = Number.NaN, place = Number.NaN): boolean {
  return line.event.at < at || (line.event.at === at && line.place < place);
}
