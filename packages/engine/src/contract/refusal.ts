import type { Instant, StrengthName } from '@sallyport/core';
import type { KeptTokens, WordedReason } from './flow.ts';

/** Whether an answer is an expected "no". */
export function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'refused' in answer;
}

/** What is wrong with a member of the input. */
export interface InputFault {
  readonly path: string;
  /** English; a page in another language finds its own words by `code`. */
  readonly message: string;
  /**
   * Of a new password: `too-short`, `too-long`, `too-common`, `too-personal` or `unreadable`. Of a new passkey: `too-many-passkeys` if the
   * account has as many passkeys as it can have.
   */
  readonly code?: string;
  /** Of `too-short` and `too-long`: how many characters. Of `too-many-passkeys`: how many passkeys. */
  readonly limit?: number;
}

/** An expected "no", as a value: `code` is the problem's code of the HTTP contract. */
export interface Refusal {
  /** What the client is to keep beside the refusal: a flow that stays open, whether this step opened it or it was open before. */
  readonly keep?: KeptTokens;
  readonly refused: RefusalCode;
  /**
   * For `locked`, `too-many-mails`, `busy`, `store-unavailable`: when to come back. At the hard limit of a lockout it never arrives: it is
   * told anew each time, as far off as the longest lock.
   */
  readonly until?: Instant;
  /** For `malformed-input`. */
  readonly errors?: readonly InputFault[];
  /** For `insufficient-strength`: what would do (RFC 9470). */
  readonly demand?: { readonly strengths: readonly StrengthName[]; readonly maxAgeSeconds?: number };
  /** Worded for the reader; only after a proof. */
  readonly because?: readonly WordedReason[];
  /** For a passkey that was refused: no account has one with this id, and the page may tell the browser so (WebAuthn L3 §5.1.10). */
  readonly passkey?: 'unknown';
}

export type RefusalCode =
  | 'malformed-input'
  | 'invalid-credentials'
  | 'no-session'
  | 'insufficient-strength'
  | 'account-blocked'
  | 'method-not-allowed'
  | 'no-way-in'
  | 'not-permitted'
  | 'not-found'
  | 'flow-conflict'
  | 'policy-strands-administrators'
  | 'no-way-in-left'
  | 'already-exists'
  | 'roles-from-host'
  | 'vault-needs-another-way'
  | 'flow-expired'
  | 'precondition-failed'
  | 'precondition-required'
  | 'locked'
  | 'too-many-mails'
  | 'mail-unavailable'
  | 'sign-in-cancelled'
  | 'provider-unavailable'
  | 'store-unavailable'
  | 'busy';
