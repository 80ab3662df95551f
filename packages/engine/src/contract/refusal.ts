import type { DirectoryReason, Instant, StrengthName } from '@sallyport/core';
import type { KeptTokens, WordedReason } from './flow.ts';

/** Returns whether an answer is a refusal. */
export function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'refused' in answer;
}

/** A fault in a member of the input. */
export interface InputFault {
  /** The member's place, such as `next`, `roles` or `policy.strengths`. Empty: the whole input. */
  readonly path: string;
  /** English. A page in another language chooses its words by `code`. */
  readonly message: string;
  /**
   * For a new password: `too-short`, `too-long`, `letter-and-digit`, `too-common`, `too-personal`, `forbidden-word`, `breached`,
   * `used-before`, `unreadable` or `password-hash`. For an imported
   * password hash: `unknown-hash`, `malformed-hash` or `too-costly-hash`. For a new passkey: `too-many-passkeys` if
   * the account has as many passkeys as allowed. For a new address: `unchanged`. For a new identifier: `not-own-mailbox`.
   */
  readonly code?: string;
  /**
   * For `too-short` and `too-long`: the number of characters. For `used-before`: the number of compared passwords. For `too-many-passkeys`: the
   * number of passkeys.
   */
  readonly limit?: number;
}

/**
 * An expected refusal, as a value. `refused` is the problem's code in the HTTP contract. The type of an operation lists the possible codes.
 */
export interface Refusal<Code extends RefusalCode = RefusalCode> {
  /** The tokens that the client keeps in spite of the refusal: of a flow that stays open, or that this step opened. */
  readonly keep?: KeptTokens;
  /** The problem's code: `switch` on this member. */
  readonly refused: Code;
  /**
   * For `locked`, `too-many-mails`, `busy`, `store-unavailable`: when to try again. At the hard limit of a lockout, each answer has a new
   * `until`, as far away as the longest lock.
   */
  readonly until?: Instant;
  /** For `malformed-input`. */
  readonly errors?: readonly InputFault[];
  /** For `insufficient-strength`: the strengths that would suffice (RFC 9470). */
  readonly demand?: { readonly strengths: readonly StrengthName[]; readonly maxAgeSeconds?: number };
  /** For `insufficient-strength`: the organisation that the request wanted to enter. A step-up with `in` leads into it. */
  readonly in?: string;
  /** In words for the reader. Present only after a proof. */
  readonly because?: readonly WordedReason[];
  /** For a refused passkey: no account of any tenant has a passkey with this id, and the page may tell the browser (WebAuthn L3 §5.1.10). */
  readonly passkey?: 'unknown';
  /** For a right password that the directory takes from nobody: why. Only the person who proved the password gets the reason. */
  readonly directory?: DirectoryReason | undefined;
  /** For a refused password of a valid invitation: the name with which the invited person signs in. The link opens that account to its holder. */
  readonly identifier?: string;
  /** For `session-limit`: the number of sessions that the account may have at a time. */
  readonly most?: number;
}

/** Every code of a refusal, as in the HTTP contract's problems (RFC 9457). Codes are stable. */
export type RefusalCode =
  | 'malformed-input'
  | 'invalid-credentials'
  | 'no-session'
  | 'insufficient-strength'
  | 'account-blocked'
  | 'method-not-allowed'
  | 'no-way-in'
  | 'not-permitted'
  | 'not-a-member'
  | 'not-found'
  | 'flow-conflict'
  | 'policy-strands-administrators'
  | 'strands-owners'
  | 'no-way-in-left'
  | 'already-exists'
  | 'deletion-refused'
  | 'session-limit'
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
  | 'provider-did-not-ask'
  | 'store-unavailable'
  | 'busy';
