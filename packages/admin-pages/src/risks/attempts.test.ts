import { expect, it } from 'vitest';
import { filterIn } from '../activity/filter.ts';
import { attemptsPage } from './attempts.ts';

const NOW = Date.parse('2031-02-03T09:00:00Z');
const attacked = (count: number) => ({
  count,
  accounts: ['a', 'b', 'c']
    .slice(0, count)
    .map((accountId) => ({ accountId, identifier: accountId, createdAt: '2031-01-01T00:00:00Z' })),
});
const filterOf = (count: number) => filterIn(attemptsPage(attacked(count), NOW).replace('/admin/activity', ''));

it('X18 the wrong guesses at one account lead to the failed sign-ins of this account', () => {
  expect(filterOf(1)).toEqual({ account: 'a', kinds: [], types: ['sign-in.failed'] });
});

it('X18 the wrong guesses at several accounts lead to the failed sign-ins of the last day', () => {
  const from = Date.parse('2031-02-02T09:00:00Z');
  expect(filterOf(2)).toEqual({ kinds: [], types: ['sign-in.failed'], from });
});
