/**
 * Returns the text that is hashed: Unicode NFC, so that equal-looking passwords have equal hashes. NIST SP 800-63B-4 §3.1.1.2: "the
 * verifier SHOULD apply the normalization process for stabilized strings using the Normalization Form Canonical Composition (NFC)
 * normalization". Its drafts and its forerunner named NFKC and NFKD.
 */
export function normalised(password: string): string {
  return password.normalize('NFC');
}

/**
 * Returns the different texts that another system can have hashed for a typed password: Unicode NFC, NFKC (as the drafts of NIST SP 800-63B
 * demanded, and as better-auth does), and the typed text. A password of ASCII characters has one form.
 */
export function formsOf(password: string): readonly string[] {
  return [...new Set([normalised(password), password.normalize('NFKC'), password])];
}

/** Returns whether the text has half of a surrogate pair. UTF-8 encodes all such halves alike, so that different passwords would match. */
export function isMalformed(password: string): boolean {
  return !password.isWellFormed();
}

/**
 * Returns whether the text has unassigned code points. A later Unicode version may normalise them differently (UAX #15 §12.1 refuses
 * them).
 */
export function isUnstable(password: string): boolean {
  return /\p{Unassigned}/u.test(password);
}

/** Returns the text for comparing a password with words: independent of composition, width and case, without invisible characters. */
export function comparable(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Control}\p{Format}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/gu, '')
    .normalize('NFC');
}
