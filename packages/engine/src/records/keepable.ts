/**
 * Returns whether a text is one line that every store can keep unchanged and a person can read: no control characters, no half of a
 * surrogate pair.
 */
export function isKeepable(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text);
}

/** The most characters of a text on one line that names something, such as a display name or an identifier in its normal form. */
export const LONGEST_NAME = 256;

/** Returns whether a text has a character that a reader sees: no space, no filler, no empty Braille pattern, no zero-width character, no mark of direction. */
export function isVisible(text: string): boolean {
  return /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
}
