import type { DeliveredCode, Instant } from '@sallyport/core';

/** Waits for its first code. */
export interface PendingSecret {
  readonly method: string;
  /** The flow or the session: no other confirms the secret. */
  readonly boundTo: string;
  /** By the key ring. */
  readonly sealed: string;
  /** Then the set-up begins again. */
  readonly expiresAt: Instant;
}

/** Whose code was not entered yet. */
export interface PendingCode {
  readonly method: DeliveredCode;
  /** In the host's normal form. */
  readonly address: string;
  /** Keyed. */
  readonly hash: string;
  /** Of the code. */
  readonly expiresAt: Instant;
}
