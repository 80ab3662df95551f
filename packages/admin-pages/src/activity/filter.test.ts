import { expect, it } from 'vitest';
import { addressOf, filterIn, isFiltered, listsFailures, ownSignInsOf, personIn, queryOf, withType } from './filter.ts';
import { KINDS, typesOf } from './kinds.ts';

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

it('X18 a single type of events takes the place of the kinds, beside other types', () => {
  const failed = { ...filterIn('?kind=signing-in'), ...withType(filterIn('?kind=signing-in'), 'sign-in.failed') };
  expect(queryOf(failed)).toEqual({ type: ['sign-in.failed'] });
  const both = { ...failed, ...withType(failed, 'account.blocked') };
  expect(queryOf(both)).toEqual({ type: ['sign-in.failed', 'account.blocked'] });
  expect(withType(both, 'account.blocked').types).toEqual(both.types);
  const offered = KINDS.flatMap((kind) => typesOf([kind]));
  expect(new Set(offered).size).toBe(offered.length);
  expect(offered).toContain('account.blocked');
});

it('X18 the filter for codes that administrators gave finds every help-in, because each help-in gives a code', () => {
  expect(queryOf(filterIn('?type=enrollment.vouched'))).toEqual({ type: ['enrollment.vouched', 'two-step.reset'] });
  expect(queryOf(filterIn('?type=two-step.reset'))).toEqual({ type: ['two-step.reset'] });
});

it.each([
  ['?type=sign-in.failed&type=account.locked', true],
  ['?type=account.locked', false],
  ['?kind=signing-in&kind=vault', true],
  ['?kind=vault', false],
  ['?kind=signing-in&type=account.locked', false],
  ['?type=sign-in.failed&account=a', false],
  ['?type=sign-in.failed&actor=a', false],
  ['', false],
])('X18 failures that have no event can be missing in a list of the failures of everybody: %s', (search, isMissed) => {
  expect(listsFailures(filterIn(search))).toBe(isMissed);
});

it('X18 a filter of sign-ins by one person leads to the own sign-ins of the person', () => {
  const own = (search: string): string | undefined => {
    const found = ownSignInsOf(filterIn(search));
    return found && addressOf(found);
  };
  expect(own('?actor=a&kind=signing-in')).toBe('/admin/activity?account=a&kind=signing-in');
  expect(own('?actor=a&type=sign-in.failed')).toBe('/admin/activity?account=a&type=sign-in.failed');
  for (const search of ['?actor=a', '?actor=a&kind=vault', '?actor=system&kind=signing-in', '?kind=signing-in'])
    expect(own(search), search).toBeUndefined();
  expect(own('?actor=a&account=b&kind=signing-in')).toBeUndefined();
});

it('X33 an id from the export finds its person, although the export puts an apostrophe before some ids', () => {
  expect(personIn(" '-0ymfVQ ")).toBe('-0ymfVQ');
  expect(personIn("'=1+1")).toBe('=1+1');
  expect(personIn("o'neil@example.org")).toBe("o'neil@example.org");
  expect(personIn("'t-hooft@example.org")).toBe("'t-hooft@example.org");
});
