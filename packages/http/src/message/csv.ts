import { trimmed } from './white-space.ts';

/** The media type of a table with a line of headings (RFC 4180). */
export const CSV = 'text/csv; charset=utf-8; header=present';

/**
 * Returns whether the header `Accept` names a table, and prefers JSON no more than the table (RFC 9110 §12.5.1). A client that takes everything gets
 * JSON.
 */
export function acceptsCsv(accept: string): boolean {
  const weights = new Map(accept.split(',').map(weightOf));
  const weight = weights.get('text/csv') ?? 0;
  return weight > 0 && weight >= (weights.get('application/json') ?? 0);
}

/** A media type of `Accept`, and its weight. Without a readable weight: 1. */
function weightOf(range: string): readonly [string, number] {
  const [type = '', ...parameters] = range.split(';').map((part) => trimmed(part).toLowerCase());
  const [, written] = parameters.map((one) => /^q=([01](?:\.\d{0,3})?)$/.exec(one)).find((one) => one !== null) ?? [];
  return [type, written === undefined ? 1 : Number(written)];
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
