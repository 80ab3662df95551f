import { describe, expect, it } from 'vitest';
import { entryIn, passedIn, placeIn, rangeOf } from './list-place.ts';

const PASSED = [{ rows: 50 }, { cursor: 'two', rows: 50 }];
const PLACE = { address: '/admin/people?cursor=three', passed: PASSED, scroll: 420 };

describe('W4 the place in the list of people', () => {
  it.each([
    ['the first page', undefined, [], 50, { from: 1, to: 50 }],
    ['the third page, which is the last', 'three', PASSED, 24, { from: 101, to: 124 }],
    ['a page of an address that somebody else sent', 'three', [], 50, undefined],
  ])('has a range: %s', (_, cursor, passed, rows, expected) => {
    expect(rangeOf(cursor, passed, rows)).toEqual(expected);
  });

  it('is kept for its address', () => {
    expect(placeIn(JSON.stringify(PLACE), PLACE.address)).toEqual(PLACE);
    expect(placeIn(JSON.stringify(PLACE), '/admin/people')).toBeUndefined();
  });

  it.each([null, 'no JSON', 'null', '{}', JSON.stringify({ ...PLACE, passed: [{ rows: 'x' }] })])(
    'is nothing in a damaged text: %s',
    (text) => {
      expect(placeIn(text, PLACE.address)).toBeUndefined();
    },
  );

  it('is in the state of the history', () => {
    expect(passedIn({ passed: PASSED })).toEqual(PASSED);
    for (const state of [null, 'text', {}, { passed: 1 }, { passed: [null] }]) expect(passedIn(state)).toBeUndefined();
    expect(entryIn({ passed: PASSED, entry: 'e' })).toBe('e');
    for (const state of [null, 'text', {}, { entry: 1 }]) expect(entryIn(state)).toBeUndefined();
  });
});
