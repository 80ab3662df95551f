import { type Instant, instant } from '@sallyport/core';

const HOUR = 3_600_000;

/** Counts by the hour. Hours without a count are absent. */
export class HourlyCounts {
  readonly #counts = new Map<number, number>();

  add(at: Instant, count = 1): void {
    const hour = hourOf(at);
    this.#counts.set(hour, (this.#counts.get(hour) ?? 0) + count);
  }

  /** The counts of the hours that end after `at`. */
  since(at: Instant): readonly { readonly hour: Instant; readonly count: number }[] {
    return this.all().filter(({ hour }) => hour + HOUR > at);
  }

  all(): readonly { readonly hour: Instant; readonly count: number }[] {
    return [...this.#counts].sort(([a], [b]) => a - b).map(([hour, count]) => ({ hour: instant(hour), count }));
  }

  /** Removes the hours that ended at `before` or earlier. Returns the number of removed hours. */
  sweep(before: Instant): number {
    const past = this.all().filter(({ hour }) => hour + HOUR <= before);
    for (const { hour } of past) this.#counts.delete(hour);
    return past.length;
  }
}

/** Start of the hour that contains an instant, in milliseconds. */
export function hourOf(at: Instant): number {
  return Math.floor(at / HOUR) * HOUR;
}
