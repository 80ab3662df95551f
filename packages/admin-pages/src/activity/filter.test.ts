import { expect, it } from 'vitest';
import { addressOf, filterIn, isFiltered, listsFailures, queryOf } from './filter.ts';

it('X18 a filter stands in the address, and other values there count as absent', () => {
  const search = '?account=a&actor=host%3Ajob&kind=vault&kind=nonsense&from=2031-02-03T09:00:00.000Z&until=never';
  const filter = filterIn(search);
  expect(filter).toMatchObject({ account: 'a', actor: 'host:job', kinds: ['vault'], types: [], until: undefined });
  expect(filterIn(addressOf(filter).replace('/admin/activity', ''))).toEqual(filter);
  expect(queryOf(filter)).toMatchObject({ account: 'a', actor: 'host:job', from: '2031-02-03T09:00:00.000Z' });
  expect(isFiltered(filterIn(''))).toBe(false);
  expect(queryOf(filterIn(''))).toEqual({});
});

it('X18 a link of another page chooses single types of events', () => {
  const filter = filterIn('?type=sign-in.failed&type=no.such-type');
  expect(queryOf(filter)).toEqual({ type: ['sign-in.failed'] });
  expect(addressOf(filter)).toBe('/admin/activity?type=sign-in.failed');
});

it.each([
  ['?type=sign-in.failed&type=account.locked', true],
  ['?type=account.locked', false],
  ['?type=sign-in.failed&account=a', false],
  ['?type=sign-in.failed&actor=a', false],
  ['', false],
])('X18 failures that have no event can be missing in a list of the failures of everybody: %s', (search, isMissed) => {
  expect(listsFailures(filterIn(search))).toBe(isMissed);
});
