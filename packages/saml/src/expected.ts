import type { Instant, Milliseconds } from '@sallyport/core';

export interface Expected {
  readonly issuer: string;
  readonly entityId: string;
  readonly callback: string;
  readonly requestId: string;
  readonly now: Instant;
  readonly skew: Milliseconds;
}
