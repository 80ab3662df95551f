import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './workspace.mjs';

const equivalents = JSON.parse(readFileSync(join(root, 'packages/mutation/src/equivalent.json'), 'utf8'));

/** Returns whether a line of the file, without its indentation, is the line of the entry. */
function fits({ file, line }) {
  const path = join(root, file);
  return (
    existsSync(path) &&
    readFileSync(path, 'utf8')
      .split('\n')
      .some((each) => each.trim() === line)
  );
}

it('each entry of equivalent.json names a line of its file: judge the mutants of a changed line again', () => {
  expect(equivalents.filter((entry) => !fits(entry)).map(({ file, line }) => `${file}: ${line}`)).toEqual([]);
});
