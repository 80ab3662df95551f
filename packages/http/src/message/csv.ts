import { trimmed } from './white-space.ts';

/** RFC 4180, with a line of headings. */
export const CSV = 'text/csv; charset=utf-8; header=present';

/** RFC 9110 §12.5.1. A client that takes everything gets JSON. */
export function acceptsCsv(accept: string): boolean {
  const weights = new Map(accept.split(',').map(weightOf));
  const weight = weights.get('text/csv') ?? 0;
  return weight > 0 && weight >= (weights.get('application/json') ?? 0);
}

function weightOf(range: string): readonly [string, number] {
  const [type = '', ...parameters] = range.split(';').map((part) => trimmed(part).toLowerCase());
  const [, written] = parameters.map((one) => /^q=([01](?:\.\d{0,3})?)$/.exec(one)).find((one) => one !== null) ?? [];
  return [type, written === undefined ? 1 : Number(written)];
}

export function csvLine(cells: readonly (string | undefined)[]): string {
  return `${cells.map((cell) => `"${harmless(cell ?? '').replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** Strangers choose some of the texts, and a spreadsheet would read some as formulas, in wide forms too. */
function harmless(text: string): string {
  return /^[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
}
