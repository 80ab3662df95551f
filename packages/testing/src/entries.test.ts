import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';

const SOURCES = import.meta.dirname;

/** The file and all files that it imports or exports, directly or indirectly. */
function loadedWith(file: string, loaded: Set<string> = new Set()): ReadonlySet<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  for (const [, imported = ''] of readFileSync(file, 'utf8').matchAll(/\b(?:from|import) '(\.[^']+)'/g)) {
    loadedWith(join(file, '..', imported), loaded);
  }
  return loaded;
}

function foldersLoadedWith(entry: string): readonly string[] {
  const paths = [...loadedWith(join(SOURCES, entry))].map((file) => relative(SOURCES, file));
  return [...new Set(paths.map((path) => path.split('/')[0] ?? path))];
}

it('what a host imports for its tests does not load the conformance kit', () => {
  for (const entry of ['index.ts', 'vitest.ts', 'authenticator/index.ts']) {
    expect(foldersLoadedWith(entry)).not.toContain('store');
  }
});

it('the conformance kit loads nothing of what hosts test with', () => {
  expect(foldersLoadedWith('store/index.ts')).toEqual(['store']);
});
