const TAB = 0x09;
const SPACE = 0x20;

/**
 * Removes spaces and tabs from both ends, the only white space of a header (RFC 9110 §5.6.3) and of a cookie (RFC 6265 §5.2). `trim` of JavaScript
 * also removes the no-break space and further signs, which browsers take as part of a cookie's name.
 */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isWhiteSpace(unit: number): boolean {
  return unit === SPACE || unit === TAB;
}
