import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (...patterns) =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...patterns], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '' && existsSync(root + file))
    .map((file) => [file, readFileSync(root + file, 'utf8')]);

const COMMENT = /(?<=^|[\s([{,])(?:\/\*.*?\*\/|\/\/[^\n]*)/gs;
const settings = ['package.json', 'pnpm-workspace.yaml', 'tsconfig.base.json'];
const sources = read('packages/*.ts', 'packages/*.mjs', 'examples/*.ts', 'examples/*.tsx', ...settings);
const wordsOf = (text) => text.replaceAll(COMMENT, '').match(/\w+/g) ?? [];
const known = new Set(sources.flatMap(([, text]) => wordsOf(text)));
/** The names in code marks, with a capital inside, that no source has. */
const unknownIn = (text) =>
  [...text.matchAll(/`([^`\n]+)`/g)]
    .flatMap(([, code]) => code.match(/(?<![\w/-])\w*[a-z][A-Z]\w*/g) ?? [])
    .filter((name) => !known.has(name));

const LINKED = /(?<names>`[\w.]+`)\s+\(\[[^\]]+\]\([./]*(?<file>[^)]+\.ts)\)/g;
const IN_TABLE = /\(`(?<file>[\w-]+\/[\w/-]+\.ts)`, (?<names>`\w+`(?:(?: and |, )`\w+`)*)\)/g;
/** The names beside a file that the file does not have. */
const misplacedIn = (text) =>
  [LINKED, IN_TABLE].flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(({ groups: { names, file } }) => {
      const [, found = ''] = sources.find(([path]) => shortened(path).endsWith(shortened(file))) ?? [];
      return names.match(/\w+(?=[`.])/g).filter((name) => !wordsOf(found).includes(name));
    }),
  );
const shortened = (path) => `/${path}`.replace('/src/', '/');

it.each(read('docs/contributing/*.md'))('%s names what the sources have, and the file beside a name', (_, text) => {
  expect([...unknownIn(text.replaceAll(/^ {4}.*$/gm, '')), ...misplacedIn(text)]).toEqual([]);
});

/** Names of other libraries and of standards. */
const ELSEWHERE = ['anyURI', 'requestTimeout', 'setupFiles', 'toBase64', 'uvInitialized', 'verificationData'];

it('comments name functions and members that the sources have', () => {
  const names = sources.flatMap(([, text]) => unknownIn((text.match(COMMENT) ?? []).join('\n')));
  expect(names.filter((name) => /^[a-z]/.test(name) && !ELSEWHERE.includes(name))).toEqual([]);
});
