import { comparableText } from './password-text.ts';

/** The rules for new passwords as a policy writes them. Every member is optional. The rules judge no password that is set already. */
export interface PasswordsInput {
  /**
   * The fewest characters of a new password, in Unicode code points. From 8 to 64. Default: 15 if a password alone satisfies what the tenant
   * requires, else 8 (NIST SP 800-63B-4 §3.1.1.2).
   */
  readonly minimum?: number;
  /**
   * A new password differs from this many passwords of the account, the current password included. From 0 to 24. Default 0: earlier passwords are
   * not compared, and their hashes are not kept. In a change, the present password that its owner types is never taken as the new password.
   */
  readonly history?: number;
  /** A new password contains none of these words, in any case and width: the name of the company, of a product. Default: none. */
  readonly words?: readonly string[];
  /** `refuse`: the host's `breachedPasswords` is asked for each new password, by a part of its hash. Default: not asked. */
  readonly breached?: 'refuse';
  /**
   * A new password has a letter and a digit, as PCI DSS 4.0.1 §8.3.6 asks. Default false: NIST SP 800-63B-4 §3.1.1.2 forbids rules of
   * composition.
   */
  readonly letterAndDigit?: boolean;
}

/**
 * The compiled rules for new passwords, with defaults filled in. Plain JSON. The engine puts a hash of this object into open recoveries, sign-ups and
 * invitations, and a flow whose hash differs is over. So a new member is absent unless the policy has it, and rules about passwords that are set
 * stand elsewhere.
 */
export interface PasswordRules {
  /** The fewest characters, in code points. */
  readonly minimum: number;
  /** The number of compared passwords, the current password included. */
  readonly history: number;
  /** The forbidden words, in the form of `comparableText`. */
  readonly words: readonly string[];
  /** The host's list of breached passwords is asked. */
  readonly breached: boolean;
  /** A password needs a letter and a digit. */
  readonly letterAndDigit: boolean;
}

export const PASSWORD_BOUNDS = {
  minimum: { least: 8, most: 64 },
  history: { most: 24 },
  /** Characters in the form of `comparableText`. */
  word: { least: 3, most: 64 },
  words: { most: 100 },
} as const;

/** Characters, NIST SP 800-63B-4 §3.1.1.2. */
export const NIST_MINIMUM: { readonly alone: number; readonly beside: number } = { alone: 15, beside: 8 };

/** More characters than people type, and few enough to hash quickly. In code points. */
export const LONGEST_PASSWORD = 256;

/** @param sufficesAlone a password alone satisfies what the tenant requires */
export function passwordRules(written: PasswordsInput, sufficesAlone: boolean): PasswordRules {
  const { minimum = NIST_MINIMUM[sufficesAlone ? 'alone' : 'beside'], history = 0, words = [] } = written;
  return Object.freeze({
    minimum,
    history,
    words: Object.freeze(words.map(comparableText)),
    breached: written.breached === 'refuse',
    letterAndDigit: written.letterAndDigit === true,
  });
}
