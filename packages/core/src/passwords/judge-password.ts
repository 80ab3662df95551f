import { LONGEST_PASSWORD, type PasswordRules } from './password-rules.ts';
import {
  comparableText,
  isMalformedPassword,
  isUnstable,
  looksLikePasswordHash,
  normalisedPassword,
} from './password-text.ts';

/** The code of a fault. Stable: pages choose their words by the code. */
export type PasswordFaultCode =
  | 'unreadable'
  | 'password-hash'
  | 'too-short'
  | 'too-long'
  | 'letter-and-digit'
  | 'too-common'
  | 'too-personal'
  | 'forbidden-word'
  | 'breached'
  | 'used-before';

/** The rule that a new password does not meet: a code for pages with their own words, and an English message. */
export interface PasswordFault {
  /** The rule. */
  readonly code: PasswordFaultCode;
  /** For the person who chose the password. Names no forbidden word and no earlier password. */
  readonly message: string;
  /** For `too-short` and `too-long`: the least or the largest number of characters. For `used-before`: the number of compared passwords. */
  readonly limit?: number;
}

/**
 * What the caller has to find out about a password, because the core has no lists and no hashes:
 * - `common`: a guesser would try the password first;
 * - `breached`: the host's list has the password;
 * - `earlier`: one of the account's hashes that {@link comparedPasswords} names is the password's hash.
 */
export type PasswordFact = 'common' | 'breached' | 'earlier';

/** A new password, and what is known about the password. */
export interface NewPasswordQuestion {
  /** The password as typed. */
  readonly password: string;
  /** Names that belong to the person or to the site: identifiers, mail addresses, the name of the relying party. Each word of a name counts, too. */
  readonly personal: readonly string[];
  /** In a change: the present password, as its owner typed it beside the new password. The same text is no change. */
  readonly present?: string | undefined;
  /** The facts found out so far. */
  readonly known: Readonly<Partial<Record<PasswordFact, boolean>>>;
}

/** The judgement of a new password. `ask`: the caller finds the fact out, and judges again. */
export type PasswordVerdict =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'refused'; readonly fault: PasswordFault }
  | { readonly outcome: 'ask'; readonly fact: PasswordFact };

/**
 * Judges a new password: the only rule for passwords at creation, in a change and in a recovery. A hash that is imported, and a password that
 * another system judges, are no new passwords, and are not judged.
 *
 * The rules have a fixed order. The rules that read only the text come first. `earlier` comes last, since its refusal tells that a password is
 * the account's present or former one. A person gets this refusal only for a password that passes every other rule.
 *
 * @example
 * ```ts
 * import { definePolicy } from '@sallyport/core';
 * import { judgePassword } from '@sallyport/core/passwords';
 *
 * const { passwords } = definePolicy({ passwords: { minimum: 12, words: ['acme'] } });
 * const verdict = judgePassword(passwords, { password: 'Welcome at ACME', personal: [], known: {} });
 * // { outcome: 'refused', fault: { code: 'forbidden-word', … } }
 * ```
 */
export function judgePassword(rules: PasswordRules, question: NewPasswordQuestion): PasswordVerdict {
  const fault = faultOfText(rules, question) ?? faultOfFacts(rules, question.known);
  if (fault !== undefined) return { outcome: 'refused', fault };
  const fact = FACTS.find((one) => question.known[one] === undefined && isAsked(rules, one));
  return fact === undefined ? { outcome: 'accepted' } : { outcome: 'ask', fact };
}

const FACTS: readonly PasswordFact[] = ['common', 'breached', 'earlier'];

function isAsked(rules: PasswordRules, fact: PasswordFact): boolean {
  if (fact === 'breached') return rules.breached;
  return fact === 'common' || rules.history > 0;
}

function faultOfText(
  rules: PasswordRules,
  { password, personal, present }: NewPasswordQuestion,
): PasswordFault | undefined {
  if (isMalformedPassword(password) || isUnstable(password))
    return { code: 'unreadable', message: 'Use characters that every device knows.' };
  // As a password, the hash would let everybody with an old copy of the database sign in.
  if (looksLikePasswordHash(password))
    return {
      code: 'password-hash',
      message: 'This is the hash of a password. Give the password itself, or take the hash over with `people.import`.',
    };
  const text = normalisedPassword(password);
  if (present !== undefined && normalisedPassword(present) === text) return PRESENT;
  const { length } = [...text];
  const { minimum } = rules;
  if (length < minimum) return { code: 'too-short', message: `Use at least ${minimum} characters.`, limit: minimum };
  if (length > LONGEST_PASSWORD)
    return { code: 'too-long', message: `Use at most ${LONGEST_PASSWORD} characters.`, limit: LONGEST_PASSWORD };
  if (rules.letterAndDigit && !(/\p{L}/u.test(text) && /\p{Nd}/u.test(text)))
    return { code: 'letter-and-digit', message: 'Use at least one letter and at least one digit.' };
  const plain = comparableText(password);
  if (new Set(plain).size <= 2) return TOO_COMMON;
  const parts = personal.flatMap((name) => [name, ...name.split(/[\s@]+/)]).map(comparableText);
  if (parts.some((part) => part.length >= 4 && plain.replace(part, '').length < 4))
    return { code: 'too-personal', message: 'This password is too close to your name, or to the name of this site.' };
  if (rules.words.some((word) => plain.includes(word)))
    return {
      code: 'forbidden-word',
      message: 'This password contains a word that is not allowed here, such as the name of the company.',
    };
  return undefined;
}

function faultOfFacts(rules: PasswordRules, known: NewPasswordQuestion['known']): PasswordFault | undefined {
  if (known.common === true) return TOO_COMMON;
  if (known.breached === true && isAsked(rules, 'breached'))
    return { code: 'breached', message: 'This password is in a public list of stolen passwords. Choose another.' };
  if (known.earlier !== true || !isAsked(rules, 'earlier')) return undefined;
  if (rules.history === 1) return PRESENT;
  return {
    code: 'used-before',
    message: `This is one of the last ${rules.history} passwords of this account. Choose another.`,
    limit: rules.history,
  };
}

const PRESENT: PasswordFault = {
  code: 'used-before',
  message: 'This is your present password. Choose another.',
  limit: 1,
};

const TOO_COMMON: PasswordFault = {
  code: 'too-common',
  message: 'This password is one of the first that would be guessed. Choose another.',
};
