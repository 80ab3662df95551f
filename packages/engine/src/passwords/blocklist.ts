/** The most common passwords there are, read the first time one is set: they take longer to load than to ask. */
let common: Promise<ReadonlySet<string>> | undefined;

/** Whether a password is among the first that would be guessed (NIST SP 800-63B-4 §3.1.1.2). */
export async function isCommonPassword(password: string): Promise<boolean> {
  common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'].map(String)),
  );
  return (await common).has(password.toLowerCase());
}
