import type { Instant, Milliseconds } from '@sallyport/core';

export interface Expected {
  /** The identity provider's entity id. */
  readonly issuer: string;
  /** The required audience. */
  readonly entityId: string;
  /** The required destination and recipient. */
  readonly callback: string;
  /** The required `InResponseTo`. */
  readonly requestId: string;
  readonly now: Instant;
  /** Between the provider's clock and the engine's. */
  readonly skew: Milliseconds;
}
