declare const instantMark: unique symbol;

/** A point in time: whole milliseconds since 1970-01-01T00:00:00Z. Always passed in, never read from a clock here. */
export type Instant = number & { readonly [instantMark]: true };

/** Marks a number of epoch milliseconds as an {@link Instant}. */
export function instant(epochMilliseconds: number): Instant {
  return epochMilliseconds as Instant;
}
