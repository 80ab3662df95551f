/** NUL and half a surrogate pair, as `JSON.stringify` writes them: after an odd number of backslashes. */
const UNSTORABLE_ENCODED = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/**
 * Passes on a text that Postgres can hold. It holds neither NUL nor half a surrogate pair, and a driver might replace
 * either in silence: the text should have been refused where it came in, so this is a mistake in the program.
 */
export function storable(text: string): string {
  if (!isStorable(text)) throw unstorable();
  return text;
}

/** Whether Postgres can hold this text. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** A document as JSON that Postgres can hold, and look into. */
export function encoded(document: unknown): string {
  const json = JSON.stringify(document);
  if (json.includes('\\u') && UNSTORABLE_ENCODED.test(json)) throw unstorable();
  return json;
}

function unstorable(): TypeError {
  return new TypeError('a text with NUL, or half of a surrogate pair, cannot be stored: refuse it where it comes in');
}
