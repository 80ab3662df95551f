/**
 * Returns the text that is hashed: Unicode NFC, so that equal-looking passwords have equal hashes. NIST SP 800-63B-4 §3.1.1.2: "the
 * verifier SHOULD apply the normalization process for stabilized strings using the Normalization Form Canonical Composition (NFC)
 * normalization". Its drafts and its forerunner named NFKC and NFKD.
 */
export function normalisedPassword(password: string): string {
  return password.normalize('NFC');
}

/**
 * Returns the different texts that another system can have hashed for a typed password: Unicode NFC, NFKC (as the drafts of NIST SP 800-63B
 * demanded, and as better-auth does), and the typed text. A password of ASCII characters has one form.
 */
export function passwordForms(password: string): readonly string[] {
  return [...new Set([normalisedPassword(password), password.normalize('NFKC'), password])];
}

/** Returns whether the text has half of a surrogate pair. UTF-8 encodes all such halves alike, so that different passwords would match. */
export function isMalformedPassword(password: string): boolean {
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
export function comparableText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Control}\p{Format}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/gu, '')
    .normalize('NFC');
}

/**
 * Returns whether a text looks like a password hash of any common system, also of a system whose hashes Sallyport does not verify: crypt(3), the
 * PHC string format, LDAP (RFC 2307), Django. Plain hexadecimal text does not count, because people generate such passwords.
 */
export function looksLikePasswordHash(text: string): boolean {
  return [CRYPT, LDAP, DJANGO].some((form) => form.test(text.trim()));
}

const CRYPT =
  /^\$(?:argon2(?:id|i|d)|2[abxy]?|scrypt|pbkdf2(?:-sha\d+)?|bcrypt-sha256|[1567]|y|gy|sha1|md5|apr1|P|H|S)\$.{8,}$/s;
const LDAP = /^\{[A-Za-z0-9-]{2,16}\}[./A-Za-z0-9$+=,-]{16,}$/;
const DJANGO = /^(?:pbkdf2_sha\d+|bcrypt(?:_sha256)?|argon2|scrypt|md5|sha1)\$.{16,}$/s;
