import { expect, it as test } from 'vitest';
import { collect, words } from './suite.mjs';

const { describe, it, beforeAll, beforeEach, afterEach, afterAll, onTestFinished } = words;

test('collects the tests of a file by their whole names, each case by itself', async () => {
  const seen = [];
  const { tests } = await collect(() => {
    describe('a', () => {
      describe('b', () => it('one', () => seen.push('one')));
      it.each([['x', 1], 'y'])('%s is', { timeout: 1 }, (...values) => seen.push(values));
      it.each([['z', 2]])('%s is', (...values) => seen.push(values));
    });
    describe.each(['c', 'd'])('%s', (name) => it('two', () => seen.push(name)));
    describe.skipIf(true)('skipped', () => it('three', () => seen.push('three')));
    it('last', async () => seen.push('last'));
  });
  expect(tests.map(({ name }) => name)).toEqual(['a b one', 'a x is', 'a y is', 'a z is', 'c two', 'd two', 'last']);
  for (const { run } of tests) await run();
  expect(seen).toEqual(['one', [['x', 1]], ['y'], ['z', 2], 'c', 'd', 'last']);
});

test('does what is wanted around each test, the outer before the inner, and what is wanted around all of them once', async () => {
  const seen = [];
  const says = (word) => () => seen.push(word);
  const { tests, end } = await collect(() => {
    beforeAll(says('all'));
    afterAll(says('none'));
    beforeEach(says('outer'));
    describe('a', () => {
      beforeEach(says('inner'));
      afterEach(says('after'));
      it('one', () => onTestFinished(says('finished')));
      it('two', () => {
        throw new Error('two');
      });
    });
  });
  await tests[0].run();
  expect(seen.splice(0)).toEqual(['all', 'outer', 'inner', 'after', 'finished']);
  await expect(tests[1].run()).rejects.toThrow('two');
  expect(seen.splice(0)).toEqual(['outer', 'inner', 'after']);
  await end();
  expect(seen).toEqual(['none']);
});
