/** The media type of a table with a line of headings (RFC 4180). */
export const CSV = 'text/csv; charset=utf-8; header=present';

/** Returns whether the header `Accept` asks for a table. A client that takes everything gets JSON. */
export function acceptsCsv(accept: string): boolean {
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return type === 'text/csv' && !parameters.some((one) => /^q=0(\.0*)?$/.test(one));
  });
}

/** Encodes a line of a table. Every cell is quoted. */
export function csvLine(cells: readonly (string | undefined)[]): string {
  return `${cells.map((cell) => `"${harmless(cell ?? '').replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/**
 * Puts an apostrophe before a text that a spreadsheet would read as a formula, because strangers choose some of the texts: identifiers, and the
 * reasons of blocks. The wide forms count, because some spreadsheets read them as the narrow forms.
 */
function harmless(text: string): string {
  return /^[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
}
