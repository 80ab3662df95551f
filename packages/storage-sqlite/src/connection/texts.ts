/**
 * Throws `TypeError` for NUL, at which functions of SQLite cut a text, and for half of a surrogate pair, which the drivers replace: two texts must
 * never become one. A document is JSON, which escapes both.
 */
export function storable(text: string): string {
  if (!isStorable(text))
    throw new TypeError('a text with NUL, or half of a surrogate pair, cannot be stored: refuse the text as input');
  return text;
}

export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** One parameter for `json_each`. */
export function list(texts: readonly string[]): string {
  for (const text of texts) storable(text);
  return JSON.stringify(texts);
}
