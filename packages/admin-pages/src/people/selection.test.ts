import { describe, expect, it } from 'vitest';
import { type Filter, listOf } from './filter.ts';
import { newSelection } from './selection.ts';

const person = (accountId: string) =>
  ({ accountId, identifiers: [`${accountId}@example.org`], status: 'active' }) as const;
const everybody: Filter = { sort: '-lastSignInAt' };

describe('the selection in the list of people', () => {
  it('W4 ends if the list has another state, search, role, factor or risk', () => {
    const others: readonly Partial<Filter>[] = [
      { state: 'mustEnroll' },
      { query: 'ada' },
      { role: 'admin' },
      { role: '' },
      { factor: 'totp' },
      { strongest: 'none' },
      { risk: 'dormant' },
    ];
    for (const other of others) {
      const selection = newSelection(() => undefined);
      selection.begin(listOf(everybody));
      selection.add([person('a'), person('b')], listOf(everybody));
      expect(selection.begin(listOf({ ...everybody, ...other }))).toBe(2);
      expect(selection.size).toBe(0);
    }
  });

  it('W4 stays on other pages of the list, and in another order', () => {
    const selection = newSelection(() => undefined);
    selection.begin(listOf(everybody));
    selection.add([person('a')], listOf(everybody));
    const same: readonly Partial<Filter>[] = [{ cursor: 'second' }, { sort: 'identifier' }, { state: 'all' }];
    for (const each of same) expect(selection.begin(listOf({ ...everybody, ...each }))).toBeUndefined();
    expect([...selection.chosen.keys()]).toEqual(['a']);
  });

  it('W4 takes nobody of a list that the page has left', () => {
    const selection = newSelection(() => undefined);
    selection.begin(listOf(everybody));
    selection.begin(listOf({ ...everybody, query: 'ada' }));
    selection.add([person('a')], listOf(everybody));
    selection.only([person('b')], listOf(everybody));
    expect(selection.size).toBe(0);
  });

  it('W4 has the first people of the list alone after they are selected, and nobody selected before', () => {
    const selection = newSelection(() => undefined);
    selection.begin(listOf(everybody));
    selection.add([person('z')], listOf(everybody));
    selection.only([person('a'), person('b')], listOf(everybody));
    expect([...selection.chosen.keys()]).toEqual(['a', 'b']);
  });
});
