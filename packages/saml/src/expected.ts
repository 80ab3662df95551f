import type { Instant, Milliseconds } from '@sallyport/core';

/** What a response has to say to be the answer to our request. */
export interface Expected {
  /** The identity provider's entity id. */
  readonly issuer: string;
  /** Ours, which has to be the audience. */
  readonly entityId: string;
  /** Where it has to be for: our assertion consumer service. */
  readonly callback: string;
  /** The id of the request, kept in the flow. */
  readonly requestId: string;
  readonly now: Instant;
  /** How far the provider's clock may be from ours. */
  readonly skew: Milliseconds;
}
