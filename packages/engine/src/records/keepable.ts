/**
 * Returns whether a text is one line that every store can keep unchanged and a person can read: no control characters, no half of a
 * surrogate pair.
 */
export function isKeepable(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text);
}
