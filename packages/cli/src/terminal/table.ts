import { plain, WIDTH } from './wrap.ts';

const GAP = 2;

export type Cell = string | readonly string[];

/** Cells break between words. In a table that is too wide, wide columns share the rest of the line. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[], width: number = WIDTH): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => [cell].flat().map(plain)));
  const widths = widthsOf(cells, width - GAP * (head.length - 1));
  const [first = '', ...others] = cells.map((row) => lineOf(row, widths));
  return [first, widths.map((columns) => '-'.repeat(columns)).join(' '.repeat(GAP)), ...others].join('\n');
}

type Row = readonly (readonly string[])[];

/** Columns wider than an equal share divide the rest in proportion to their need. */
function widthsOf(rows: readonly Row[], room: number): readonly number[] {
  const [head = []] = rows;
  const wanted = head.map((_, column) =>
    Math.max(...rows.flatMap((row) => (row[column] ?? []).map((text) => text.length))),
  );
  const share = Math.floor(room / wanted.length);
  const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
  if (total(wanted) <= room) return wanted;
  const large = wanted.filter((columns) => columns > share);
  const left = room - total(wanted.filter((columns) => columns <= share));
  return wanted.map((columns) => (columns <= share ? columns : Math.floor((left * columns) / total(large))));
}

function lineOf(row: Row, widths: readonly number[]): string {
  const cells = row.map((texts, column) => texts.flatMap((text) => broken(text, Math.max(widths[column] ?? 0, 1))));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    widths
      .map((columns, column) => (cells[column]?.[line] ?? '').padEnd(columns))
      .join(' '.repeat(GAP))
      .trimEnd(),
  ).join('\n');
}

/** A word longer than the line breaks at a hyphen if possible. */
function broken(text: string, width: number): string[] {
  const hanging = width > 8 ? '  ' : '';
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line.trim() === '' ? `${line}${word}` : `${line} ${word}`;
    if (joined.length <= width) {
      line = joined;
      continue;
    }
    if (line.trim() !== '') lines.push(line);
    line = lines.length === 0 ? word : `${hanging}${word}`;
    while (line.length > width) {
      const end = line.lastIndexOf('-', width - 1) + 1 || width;
      lines.push(line.slice(0, end));
      line = `${hanging}${line.slice(end)}`;
    }
  }
  return [...lines, line];
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(markdownText).join(' | ')} |`).join('\n');
}

/** Text from a policy must not become markup. */
export function markdownText(text: string): string {
  return plain(text)
    .replaceAll(/[\\`*_{}[\]<>|#]/g, '\\$&')
    .replaceAll('@', '@\u200B')
    .replaceAll(/\s+/g, ' ');
}
