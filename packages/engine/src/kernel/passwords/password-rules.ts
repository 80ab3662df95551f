import type { Method, Policy } from '@sallyport/core';
import { looksLikePasswordHash } from './password-hash-forms.ts';
import { comparable, isMalformed, isUnstable, normalised } from './password-text.ts';

/** Longer than typed passwords, and short enough to hash quickly. In characters. */
export const LONGEST_PASSWORD = 256;

/** The fault of a new password: a code for pages with their own words, and an English message. */
export interface PasswordFault {
  readonly code: 'too-short' | 'too-long' | 'too-common' | 'too-personal' | 'unreadable' | 'password-hash';
  readonly message: string;
  /** For `too-short` and `too-long`: the least or the largest number of characters. */
  readonly limit?: number;
}

/**
 * Returns the fault of a new password, or `undefined` if there is no fault. Checks length and common guesses, refuses the hash of a
 * password, and has no rules of composition (NIST SP 800-63B-4 §3.1.1.2). The shortest length is 15 characters if a password alone can be granted, else 8.
 */
export async function passwordProblem(
  policy: Policy,
  password: string,
  personal: readonly string[],
): Promise<PasswordFault | undefined> {
  if (isMalformed(password) || isUnstable(password))
    return { code: 'unreadable', message: 'Use characters that every device knows.' };
  // If the hash became the password, everybody with an old copy of the database could sign in with the hash.
  if (looksLikePasswordHash(password))
    return {
      code: 'password-hash',
      message: 'This is the hash of a password. Give the password itself, or take the hash over with `people.import`.',
    };
  const length = [...normalised(password)].length;
  const shortest = suffices(policy, ['password']) ? 15 : 8;
  if (length < shortest) return { code: 'too-short', message: `Use at least ${shortest} characters.`, limit: shortest };
  if (length > LONGEST_PASSWORD)
    return { code: 'too-long', message: `Use at most ${LONGEST_PASSWORD} characters.`, limit: LONGEST_PASSWORD };
  const plain = comparable(password);
  if (new Set(plain).size <= 2 || (await isCommonPassword(plain)) || (await isCommonPassword(password))) {
    return {
      code: 'too-common',
      message: 'This password is one of the first that would be guessed. Choose another.',
    };
  }
  const parts = personal.flatMap((text) => [text, ...text.split('@')]).map(comparable);
  if (parts.some((part) => part.length >= 4 && plain.replace(part, '').length < 4))
    return { code: 'too-personal', message: 'This password is too close to your name here.' };
  return undefined;
}

/** Returns whether these methods together can satisfy every strength that the tenant requires. */
export function suffices({ strengths, tenant }: Policy, methods: readonly Method[]): boolean {
  return strengths.every(
    (strength, place) =>
      (tenant.strengths & (1 << place)) === 0 ||
      strength.combinations.some(({ source }) => source.every(({ method }) => methods.includes(method))),
  );
}

interface Common {
  readonly all: ReadonlySet<string>;
  /** The most common passwords of the list. Combinations of two are few enough that a guesser tries them first. */
  readonly most: ReadonlySet<string>;
}

const MOST = 2_000;

/** The lists of common passwords, loaded when the first password is set, because loading takes long. */
let common: Promise<Common> | undefined;

/**
 * Returns whether a guesser would try the password first (NIST SP 800-63B-4 §3.1.1.2): a password on the list of common passwords, two of the
 * most common passwords in a row, or one of them with a year, with any separators (`password123456`, `Dragon-2024!`).
 */
async function isCommonPassword(password: string): Promise<boolean> {
  common ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => {
    // The list is sorted, the most common password first.
    const list = dictionary['passwords-common'].map(String);
    return { all: new Set(list), most: new Set(list.slice(0, MOST)) };
  });
  const { all, most } = await common;
  const whole = password.toLowerCase();
  const plain = whole.replace(/[^\p{L}\p{M}\p{N}]/gu, '');
  return all.has(whole) || all.has(plain) || isTwoInARow(plain, most);
}

function isTwoInARow(text: string, most: ReadonlySet<string>): boolean {
  const isGuessed = (part: string): boolean => most.has(part) || /^(19|20)\d\d$/.test(part);
  for (let cut = 1; cut < text.length; cut += 1) {
    if (isGuessed(text.slice(0, cut)) && isGuessed(text.slice(cut))) return true;
  }
  return false;
}
