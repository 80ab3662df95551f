// Checks docs/contributing/requirements.md: each requirement is planned or has a test whose name begins with the id, and every cited id has a row.
// `--write` writes the tests into the document.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const document = 'docs/contributing/requirements.md';
const row = /^\| ([PWXN]\d+) \| (.+) \| ?(.*?) ?\|$/;
const PLANNED = '*planned*';
/** A test's name in the source, from the opening quote on: ids, then words. */
const title = /\b(?:it|test|describe)(?:\.\w+(?:\([^)]*\))?)*\(\s*(["'`])((?:[PWXN]\d+[ ,:]+)+)((?:(?!\1)[^\n])*)/g;
const cited = /\b[PWXN]\d{1,2}\b/g;
/** The folders with tests, and with texts that cite ids. */
const sources = ['packages', 'examples', '.config', 'docs'];

/** Every file that may cite an id, with the file's text. */
function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist', 'reference', '__snapshots__'].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (/\.(ts|mjs|md)$/.test(entry.name)) yield { path: relative(root, path), text: readFileSync(path, 'utf8') };
  }
}

/** The tests of each id, and the paths of the files that cite each id. */
function readSources() {
  const tests = new Map();
  const citations = new Map();
  for (const { path, text } of sources.flatMap((folder) => [...filesBelow(join(root, folder))])) {
    if (path === document || path === '.config/requirements.mjs') continue;
    // The states of a page run in a thorough run alone, and a row needs a test of every run in CI.
    if (path.includes('.test.') && !path.includes('/test/states/')) {
      for (const [, , ids, name] of text.matchAll(title)) {
        for (const id of ids.match(cited)) tests.set(id, [...(tests.get(id) ?? []), { path, name }]);
      }
    }
    for (const line of text.split('\n')) {
      if (path.endsWith('.ts') && !isProse(line)) continue;
      for (const [id] of line.matchAll(cited)) citations.set(id, [...(citations.get(id) ?? []), path]);
    }
  }
  // Tests of the whole quickstart or of whole pages come before the tests of parts.
  const whole = ({ path }) => (/^(examples\/quickstart|packages\/(admin-)?pages)\/test\//.test(path) ? 0 : 1);
  for (const found of tests.values()) found.sort((a, b) => whole(a) - whole(b));
  return { tests, citations };
}

/** Whether a line has a comment or the name of a test. In other code, `P1` may be any name. */
function isProse(line) {
  return /\/\/|^\s*\*|\/\*\*/.test(line) || /\b(it|test|describe)\b.*\(\s*["'`]/.test(line);
}

/** The document with a new last column: the test that the row already names, if the test still exists, or else the first test of the id. */
function written(text, tests) {
  return text
    .split('\n')
    .map((line) => {
      const [, id, requirement, shown] = row.exec(line) ?? [];
      if (id === undefined) return line;
      const known = tests.get(id) ?? [];
      const planned = shown.startsWith(PLANNED) ? PLANNED : '';
      if (known.length === 0) return `| ${id} | ${requirement} | ${planned} |`;
      const kept = known.find((test) => shown.endsWith(reference(test))) ?? known[0];
      return `| ${id} | ${requirement} | ${planned && `${planned}; a part of it: `}${reference(kept)} |`;
    })
    .join('\n');
}

function reference({ path, name }) {
  const short = name.replaceAll('|', '/').replaceAll(/\$\{[^}]*\}/g, '…');
  return `${path}: ${short.length > 80 ? `${short.slice(0, 79).trimEnd()}…` : short}`;
}

/** @returns {string[]} the problems of the document, one line for each */
export function problemsIn(text, { tests, citations }) {
  const rows = new Map(
    text
      .split('\n')
      .flatMap((line) => (row.test(line) ? [row.exec(line).slice(1)] : []))
      .map(([id, , shown]) => [id, shown]),
  );
  const problems = [];
  for (const [id, shown] of rows) {
    if (shown === '')
      problems.push(`${id} has no test. Write one whose name begins with it, or mark the row *planned*.`);
  }
  for (const [id, paths] of citations) {
    if (!rows.has(id))
      problems.push(
        `${id} is not defined in ${document}, and is cited in ${[...new Set(paths)].slice(0, 3).join(', ')}.`,
      );
  }
  if (written(text, tests) !== text) problems.push(`${document} is out of date.`);
  return problems;
}

if (process.argv[1]?.endsWith('requirements.mjs')) {
  const path = join(root, document);
  const found = readSources();
  if (process.argv.includes('--write')) writeFileSync(path, written(readFileSync(path, 'utf8'), found.tests));
  const problems = problemsIn(readFileSync(path, 'utf8'), found);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exit(1);
}
