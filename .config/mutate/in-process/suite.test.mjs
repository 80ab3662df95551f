import { expect, it } from 'vitest';
import { collect } from './suite.mjs';

it('collects the tests of a file by their whole names, each case by itself', async () => {
  const seen = [];
  const tests = collect(({ describe, it }) => {
    describe('a', () => {
      describe('b', () => it('one', () => seen.push('one')));
      it.each([['x', 1], 'y'])('%s is', { timeout: 1 }, (...values) => seen.push(values));
    });
    it('last', async () => seen.push('last'));
  });
  expect(tests.map(({ name }) => name)).toEqual(['a b one', 'a x is', 'a y is', 'last']);
  for (const { run } of tests) await run();
  expect(seen).toEqual(['one', ['x', 1], ['y'], 'last']);
});
