import type { DeliveredCode, Instant } from '@sallyport/core';

/** A secret that waits for its first code. */
export interface PendingSecret {
  /** The method of the secret. */
  readonly method: string;
  readonly sealed: string;
  readonly expiresAt: Instant;
}

/** An address whose code was not entered yet. */
export interface PendingCode {
  readonly method: DeliveredCode;
  readonly address: string;
  readonly hash: string;
  readonly expiresAt: Instant;
}
