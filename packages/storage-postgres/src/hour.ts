/** Failures are counted by the hour; milliseconds. */
export const HOUR = 3_600_000;
