/** Failures are counted by the hour; milliseconds. */
export const HOUR = 3_600_000;

/** The beginning of the hour that an instant falls in. */
export function hourOf(at: number): number {
  return Math.floor(at / HOUR) * HOUR;
}
