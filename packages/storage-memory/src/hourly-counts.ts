import { type Instant, instant } from '@sallyport/core';

const HOUR = 3_600_000;

/** Hours without a count are absent. */
export class HourlyCounts {
  readonly #counts = new Map<number, number>();

  add(at: Instant, count = 1): void {
    const hour = hourOf(at);
    this.#counts.set(hour, (this.#counts.get(hour) ?? 0) + count);
  }

  since(at: Instant): readonly { readonly hour: Instant; readonly count: number }[] {
    return this.all().filter(({ hour }) => hour + HOUR > at);
  }

  all(): readonly { readonly hour: Instant; readonly count: number }[] {
    return [...this.#counts].sort(([a], [b]) => a - b).map(([hour, count]) => ({ hour: instant(hour), count }));
  }

  sweep(before: Instant): number {
    const past = this.all().filter(({ hour }) => hour + HOUR <= before);
    for (const { hour } of past) this.#counts.delete(hour);
    return past.length;
  }
}

export function hourOf(at: Instant): number {
  return Math.floor(at / HOUR) * HOUR;
}
