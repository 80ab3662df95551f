/** As `JSON.stringify` escapes NUL and lone surrogates. After an even number of backslashes, `u0000` is plain text. */
const UNSTORABLE_ENCODED = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/** Some drivers would silently replace the text. */
export function storable(text: string): string {
  if (!isStorable(text)) throw unstorable();
  return text;
}

export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

export function encoded(document: unknown): string {
  const json = JSON.stringify(document);
  if (json.includes('\\u') && UNSTORABLE_ENCODED.test(json)) throw unstorable();
  return json;
}

function unstorable(): TypeError {
  return new TypeError('a text with NUL, or half of a surrogate pair, cannot be stored: refuse the text as input');
}
