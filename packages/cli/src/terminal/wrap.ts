/** Columns. */
export const WIDTH = 80;

/** Names come from the policy, and a terminal or a CI would execute control characters. */
export function plain(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}

/** A word longer than the line stays whole. */
export function wrap(text: string, indent: string = '', first: string = indent, width: number = WIDTH): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of plain(text)
    .split(/\s+/)
    .filter((part) => part !== '')) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join('\n');
}

export function bullet(text: string, indent: string = '  '): string {
  return wrap(text, `${indent}  `, `${indent}- `);
}

export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function listed(words: readonly string[], by: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${by} ${words.at(-1)}`;
}
