/**
 * The text of a password as it is hashed: Unicode NFC, so that what is equal to the eye is equal to the hash. NIST SP 800-63B-4
 * §3.1.1.2: "the verifier SHOULD apply the normalization process for stabilized strings using the Normalization Form Canonical
 * Composition (NFC) normalization"; its drafts and its forerunner named NFKC and NFKD.
 */
export function normalised(password: string): string {
  return password.normalize('NFC');
}

/** Half a character: no text at all, and every one of them is encoded alike. */
export function isMalformed(password: string): boolean {
  return !password.isWellFormed();
}

/** Code points that have no character yet: a later Unicode may normalise them otherwise (UAX #15 §12.1 refuses them). */
export function isUnstable(password: string): boolean {
  return /\p{Unassigned}/u.test(password);
}

/** What a password is compared by, with other words: whatever their composition, width and case, and without what nobody sees. */
export function comparable(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Control}\p{Format}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/gu, '')
    .normalize('NFC');
}
