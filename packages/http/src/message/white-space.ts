const TAB = 0x09;
const SPACE = 0x20;

/**
 * The only white space of a header (RFC 9110 §5.6.3) and a cookie (RFC 6265 §5.2). `trim` also removes signs that are part of a cookie's name to
 * browsers.
 */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

export function isWhiteSpace(unit: number): boolean {
  return unit === SPACE || unit === TAB;
}
