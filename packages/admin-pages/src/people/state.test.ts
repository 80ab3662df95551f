import type { AccountEntry } from '@sallyport/browser';
import { expect, it } from 'vitest';
import { stateOf } from './state.ts';

const entry = (more: Partial<AccountEntry>): AccountEntry => ({
  ...{ accountId: 'a', identifiers: ['a'], createdAt: '', roles: [], factors: [], sessions: 0 },
  ...{ status: 'active', meets: false, group: 'mustEnroll' },
  ...more,
});

it('X21 a list shows who is invited, and a list of one group of the policy shows the group', () => {
  const invited = entry({ invited: true, invitation: { expiresAt: '' } });
  expect(stateOf(invited, undefined)).toBe('invited');
  expect(stateOf(invited, 'invited')).toBe('invited');
  expect(stateOf(invited, 'mustEnroll')).toBe('mustEnroll');
  expect(stateOf(entry({}), undefined)).toBe('mustEnroll');
  expect(stateOf(entry({ invited: true, group: 'noWayIn' }), 'invited')).toBe('noWayIn');
  expect(stateOf(entry({ invited: true, status: 'blocked' }), undefined)).toBe('blocked');
});
