import { expect, it } from 'vitest';
import { compare, sortedEntries } from './sorted-entries.ts';

it('sorts the members of a record by name, with capital letters first', () => {
  expect(sortedEntries({ b: 1, a: 2, B: 3 })).toEqual([
    ['B', 3],
    ['a', 2],
    ['b', 1],
  ]);
});

it('takes equal texts for equal', () => {
  expect([compare('a', 'a'), compare('a', 'b'), compare('b', 'a')]).toEqual([0, -1, 1]);
});
