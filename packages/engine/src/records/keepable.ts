/** Whether every store can keep a text as it is, and a person read it: no control characters, no half of a surrogate pair. */
export function isKeepable(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text);
}
