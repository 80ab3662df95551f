export const SECOND = 1_000;
export const MINUTE: number = 60 * SECOND;
export const HOUR: number = 60 * MINUTE;
export const DAY: number = 24 * HOUR;

/** A manual clock. Starts far from the real time, at the beginning of a TOTP step. */
export class Clock {
  #now = Date.UTC(2031, 2, 3, 9, 0, 0);

  /** Epoch milliseconds. */
  get now(): number {
    return this.#now;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
