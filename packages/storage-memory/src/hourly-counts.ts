import { type Instant, instant } from '@sallyport/core';

const HOUR = 3_600_000;

/** How many there were in each hour that saw any. */
export class HourlyCounts {
  readonly #counts = new Map<number, number>();

  add(at: Instant, count = 1): void {
    const hour = hourOf(at);
    this.#counts.set(hour, (this.#counts.get(hour) ?? 0) + count);
  }

  /** Of the hours that have not ended by then. */
  since(at: Instant): readonly { readonly hour: Instant; readonly count: number }[] {
    return this.all().filter(({ hour }) => hour + HOUR > at);
  }

  all(): readonly { readonly hour: Instant; readonly count: number }[] {
    return [...this.#counts].sort(([a], [b]) => a - b).map(([hour, count]) => ({ hour: instant(hour), count }));
  }

  /** Removes the hours that had ended by then. Answers how many. */
  sweep(before: Instant): number {
    const past = this.all().filter(({ hour }) => hour + HOUR <= before);
    for (const { hour } of past) this.#counts.delete(hour);
    return past.length;
  }
}

/** The hour an instant falls in. */
export function hourOf(at: Instant): number {
  return Math.floor(at / HOUR) * HOUR;
}
