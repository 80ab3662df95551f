/**
 * Returns whether every store can keep a text unchanged, and a person can read the text: no control characters, no half of a surrogate
 * pair.
 */
export function isKeepable(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text);
}
