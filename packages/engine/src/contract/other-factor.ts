import type { Instant } from '@sallyport/core';

/** A factor that has no properties to show, such as a printed card. */
export interface OtherFactor {
  readonly method: string;
  readonly enrolledAt: Instant;
}
