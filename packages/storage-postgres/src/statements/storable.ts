/** Matches NUL and lone surrogates as `JSON.stringify` escapes them. After an even number of backslashes, `u0000` is plain text. */
const UNSTORABLE_ENCODED = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/**
 * Returns `text` if Postgres can store it. Throws a `TypeError` for NUL and for a lone surrogate, which some drivers would silently
 * replace. The caller should have refused such a text as input, so the error is a mistake in the program.
 */
export function storable(text: string): string {
  if (!isStorable(text)) throw unstorable();
  return text;
}

/** Returns true if Postgres can store this text. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Encodes a document as JSON that Postgres can store and query. */
export function encoded(document: unknown): string {
  const json = JSON.stringify(document);
  if (json.includes('\\u') && UNSTORABLE_ENCODED.test(json)) throw unstorable();
  return json;
}

function unstorable(): TypeError {
  return new TypeError('a text with NUL, or half of a surrogate pair, cannot be stored: refuse the text as input');
}
