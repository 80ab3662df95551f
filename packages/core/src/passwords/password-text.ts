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
 * demanded, and as better-auth does), NFKD (as Flask-Security does), and the typed text. A password of ASCII characters has one form.
 */
export function passwordForms(password: string): readonly string[] {
  return [...new Set([normalisedPassword(password), password.normalize('NFKC'), password.normalize('NFKD'), password])];
}

/** Returns whether the text has half of a surrogate pair. UTF-8 encodes all such halves alike, so that different passwords would match. */
export function isMalformedPassword(password: string): boolean {
  return !password.isWellFormed();
}

/** A later Unicode version may normalise unassigned code points differently (UAX #15 §12.1). */
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
 * PHC string format, LDAP (RFC 2307), the systems below, and the forms in which Sallyport stores hashes of other systems. Plain hexadecimal text
 * does not count, because people generate such passwords.
 */
export function looksLikePasswordHash(text: string): boolean {
  return [CRYPT, LDAP, SPRING, DJANGO, WERKZEUG, MEDIA_WIKI, SALT_AND_KEY, ASP_NET, SCRYPT_KDF].some((form) =>
    form.test(text.trim()),
  );
}

/** With `~sha256-hex~` or another pre-hash in front, `$wp` of WordPress, `3|` of Nextcloud, or `#jbcrypt:` of Jenkins. */
const CRYPT =
  /^(?:~[\w-]+~|\$wp|[1-9]\||#jbcrypt:)?\$(?:argon2(?:id|i|d)|2[abxy]?|scrypt(?:-kdf)?|pbkdf2(?:-sha\d+)?|p5k2|bcrypt(?:-sha256)?|[1567]|y|gy|sha1|md5|apr1|P|H|S)\$.{8,}$/s;
const LDAP = /^\{[A-Za-z0-9_-]{2,16}(?:\.[A-Za-z0-9]{3,6})?\}[./A-Za-z0-9$+=,-]{16,}$/;
const SPRING = /^\{(?:argon2|scrypt|pbkdf2)@SpringSecurity_v\d_\d\}.{16,}$/s;
const DJANGO = /^(?:pbkdf2_sha\d+|bcrypt(?:_sha256)?|argon2|scrypt|md5|sha1)\$.{16,}$/s;
const WERKZEUG = /^(?:pbkdf2:sha\d+|scrypt:\d+:\d+)(?::\d+)?\$.{16,}$/s;
/** Also Request Tracker. */
const MEDIA_WIKI = /^(?::(?:A|B|pbkdf2|bcrypt|argon2):|!(?:bcrypt|sha512)!).{16,}$/s;
const SALT_AND_KEY = /^(?:s2:\w{16}|[\da-f]{32}|pbkdf2-sha256-v1):[\da-f]{64,}$/i;
/** Version 3: one of three digests, at most 16,777,215 iterations, and a salt of 16 to 255 bytes. */
const ASP_NET = /^AQAAAA[AEI]A[\w+/]{4}AAAA[\w+/]{40,}={0,2}$/;
const SCRYPT_KDF = /^c2NyeXB0A[\w+/]{119}$/;
