import { expect, it } from 'vitest';
import { unfinishedText } from './unfinished.ts';

const desks = (...helpdesk: readonly unknown[]): object => ({ administrators: { helpdesk } });
const FULL = { roles: ['desk'], over: ['contractor'], may: ['reset'] };

it('a helpdesk with an empty list is not complete, and says which helpdesk', () => {
  expect(unfinishedText({ ...desks(FULL) })).toBeUndefined();
  expect(unfinishedText({})).toBeUndefined();
  for (const member of ['roles', 'over', 'may'])
    expect(unfinishedText({ ...desks(FULL, { ...FULL, [member]: [] }) })).toBe('Helpdesk 2 is not complete yet.');
});

it('a list of another type is left to the server', () => {
  expect(unfinishedText({ ...desks({ ...FULL, roles: 'desk' }) })).toBeUndefined();
});
