import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

const readme = new URL('../README.md', import.meta.url);

export function asMarkdown({ title, words, head, rows }) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [`### ${title}`, '', words, '', line(head), line(rule), ...rows.map(line), '', machine()].join('\n');
}

export function writeSection(name, markdown) {
  const before = readFileSync(readme, 'utf8');
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [before.indexOf(start), before.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`README.md has no place for ${name}: ${start} … ${end}`);
  writeFileSync(readme, `${before.slice(0, from + start.length)}\n\n${markdown}\n\n${before.slice(to)}`);
}

function machine() {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const day = new Date().toISOString().slice(0, 10);
  return `_Taken on ${day}: Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${gigabytes} GB. Only the ratios hold on other machines._`;
}
