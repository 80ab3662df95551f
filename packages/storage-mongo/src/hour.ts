/** One hour in milliseconds. Failures are counted by the hour. */
export const HOUR = 3_600_000;

/** Start of the hour that contains an instant. */
export function hourOf(at: number): number {
  return Math.floor(at / HOUR) * HOUR;
}
