interface Common {
  readonly all: ReadonlySet<string>;
  /** The most common of them: of two in a row there are no more than a guesser tries first. */
  readonly most: ReadonlySet<string>;
}

const MOST = 2_000;

/** The most common passwords there are, read the first time one is set: they take longer to load than to ask. */
let common: Promise<Common> | undefined;

/**
 * Whether a password is among the first that would be guessed (NIST SP 800-63B-4 §3.1.1.2): on the list of common passwords, or two of
 * the most common ones in a row, or one of them and a year, whatever stands between them (`password123456`, `Dragon-2024!`).
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  common ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => {
    // In the order in which they are common.
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
