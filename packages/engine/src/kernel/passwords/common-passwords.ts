import { comparableText } from '@sallyport/core/passwords';

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
export async function isCommonPassword(password: string): Promise<boolean> {
  common ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => {
    // The list is sorted, the most common password first.
    const list = dictionary['passwords-common'].map(String);
    return { all: new Set(list), most: new Set(list.slice(0, MOST)) };
  });
  const lists = await common;
  return isListed(comparableText(password), lists) || isListed(password, lists);
}

function isListed(password: string, { all, most }: Common): boolean {
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
