import type { DeliveredCode, Instant } from '@sallyport/core';

/** A secret that waits for its first code. */
export interface PendingSecret {
  /** The method of the secret. */
  readonly method: string;
  /** The flow or the session that asked for the secret. No other confirms the secret. */
  readonly boundTo: string;
  /** The secret, sealed by the key ring. */
  readonly sealed: string;
  /** When the set-up has to begin again. */
  readonly expiresAt: Instant;
}

/** An address whose code was not entered yet. */
export interface PendingCode {
  /** The method to set up. */
  readonly method: DeliveredCode;
  /** The address in the host's normal form. */
  readonly address: string;
  /** The keyed hash of the code that was sent. */
  readonly hash: string;
  /** The end of the code. */
  readonly expiresAt: Instant;
}
