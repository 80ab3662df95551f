import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { areaOf } from './areas.mjs';
import { root } from './workspace.mjs';

/**
 * If the line changes, somebody has to judge the mutant again.
 * @typedef {{ file: string, line: string, original: string, replacement: string, reason: string }} Equivalent
 */

const equivalents = () => JSON.parse(readFileSync(join(root, 'packages/mutation/src/equivalent.json'), 'utf8'));

const NOTICED = ['Killed', 'Timeout'];
const SURVIVED = ['Survived', 'NoCoverage'];

export function report(found, known = equivalents(), read = (path) => readFileSync(join(root, path), 'utf8')) {
  const folders = new Map();
  const unused = new Set(known.filter(({ file }) => Object.hasOwn(found.files, file)));
  for (const [file, { source, mutants }] of Object.entries(found.files)) {
    const folder = dirname(file);
    const tally = folders.get(folder) ?? { noticed: 0, equivalent: 0, survivors: [] };
    folders.set(folder, tally);
    const lines = read(file).split('\n');
    for (const { mutatorName: mutator, replacement: written = '', status, location } of mutants) {
      const line = (lines[location.start.line - 1] ?? '').trim();
      const [original, replacement] = [oneLine(pieceOf(source, location)), oneLine(written)];
      const same = known.find(
        (each) =>
          each.file === file && each.line === line && each.original === original && each.replacement === replacement,
      );
      unused.delete(same);
      if (NOTICED.includes(status)) tally.noticed += 1;
      else if (SURVIVED.includes(status) && same !== undefined) tally.equivalent += 1;
      else if (SURVIVED.includes(status))
        tally.survivors.push({
          file,
          at: location.start,
          line,
          mutator,
          original,
          replacement,
          covered: status === 'Survived',
        });
    }
  }
  const text = [...folders].flatMap(([folder, tally]) => ['', ...section(folder, tally)]);
  for (const { file, line } of unused)
    text.push('', `${file}  equivalent.json names a mutant that does not exist: ${line}`);
  const short = [...folders].filter(([folder, tally]) => scoreOf(tally) < (areaOf(folder)?.atLeast ?? 0));
  for (const [folder, tally] of short)
    text.push('', `✗ ${folder}  ${scoreOf(tally).toFixed(1)} % is less than ${areaOf(folder)?.atLeast} %.`);
  return { text: text.join('\n').trimStart(), ok: short.length === 0 && unused.size === 0 };
}

function scoreOf({ noticed, survivors }) {
  const all = noticed + survivors.length;
  return all === 0 ? 100 : (noticed / all) * 100;
}

function section(folder, tally) {
  const { noticed, equivalent, survivors } = tally;
  const heading = `${folder}  ${scoreOf(tally).toFixed(1)} %: ${noticed} noticed, ${survivors.length} survived, ${equivalent} equivalent`;
  return [
    heading,
    ...survivors.flatMap(({ file, at, line, mutator, original, replacement, covered }) => [
      `  ${file}:${at.line}:${at.column}  ${mutator}${covered ? '' : ', which no test reaches'}`,
      `    ${line}`,
      `    ${original}  becomes  ${replacement}`,
    ]),
  ];
}

const oneLine = (text) => text.replace(/\s+/g, ' ').trim();

function pieceOf(source, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = lines[last]?.slice(0, end.column - 1) ?? '';
  lines[0] = lines[0]?.slice(start.column - 1) ?? '';
  return lines.join('\n');
}

export function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
