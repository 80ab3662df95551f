import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const pageOf = (name) => readFileSync(`${root}docs/contributing/${name}.md`, 'utf8');
const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');

/** The words in code marks of a text. */
const wordsIn = (text) => new Set([...text.matchAll(/`([^`\n]+)`/g)].map(([, word]) => word));

/** Whether a file has this path, or ends with this path: the pages leave `packages/` and `src/` out. */
function exists(path) {
  const end = `/${path.replaceAll(/^packages\//g, '')}`;
  return files.some((file) =>
    `/${file.replace(/^packages\//, '').replace('/src/', '/')}`.endsWith(end.replace('/src/', '/')),
  );
}

describe('docs/contributing', () => {
  it.each(['core', 'assurance', 'engine', 'http', 'storage-postgres', 'storage-sqlite', 'pages', 'admin-pages'])(
    'shape.md names every folder of %s',
    (name) => {
      const named = wordsIn(pageOf('shape'));
      const folders = readdirSync(`${root}packages/${name}/src`, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name);
      expect(folders.filter((folder) => !named.has(folder))).toEqual([]);
    },
  );

  it.each(['what-a-change-touches', 'shape'])('%s.md names files that exist', (name) => {
    const named = [...wordsIn(pageOf(name))].filter(
      (word) => /^[\w@][\w.@/-]*\.(?:ts|mjs)$/.test(word) && !word.includes('*'),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((path) => !exists(path))).toEqual([]);
  });
});
