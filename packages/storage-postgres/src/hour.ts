/** One hour in milliseconds. Failures are counted by the hour. */
export const HOUR = 3_600_000;
