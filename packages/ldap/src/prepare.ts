/** Characters that RFC 4518 §2.2 maps to nothing, and the other invisible characters of Unicode. */
const MAPPED_TO_NOTHING = /[\p{Default_Ignorable_Code_Point}\u06DD\u070F\u1806\uFFF9-\uFFFC]/gu;

/**
 * Prepares a typed identifier by RFC 4518, as a directory prepares the values of a comparison. Drops characters that map to nothing
 * (§2.2), normalises to NFKC (§2.3), drops spaces at both ends and repeated spaces (§2.6.1). Keeps case and control characters.
 */
export function prepared(typed: string): string {
  return typed
    .replace(MAPPED_TO_NOTHING, '')
    .normalize('NFKC')
    .replace(/[\s\u0085]+/gu, ' ')
    .trim();
}
