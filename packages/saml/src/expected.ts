import type { Instant, Milliseconds } from '@sallyport/core';

/** The values that a response to our request must contain. */
export interface Expected {
  /** The identity provider's entity id. */
  readonly issuer: string;
  /** The service provider's entity id: the required audience. */
  readonly entityId: string;
  /** The address of the assertion consumer service: the required destination and recipient. */
  readonly callback: string;
  /** The id of the AuthnRequest, from `kept`, which the flow and the waiting SAML request have: the required `InResponseTo`. */
  readonly requestId: string;
  readonly now: Instant;
  /** The greatest accepted difference between the provider's clock and the engine's clock. */
  readonly skew: Milliseconds;
}
