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
  expect(stateOf(invited, undefined)).toBe('invitationOpen');
  expect(stateOf(invited, 'invitationOpen')).toBe('invitationOpen');
  expect(stateOf(invited, 'mustEnroll')).toBe('mustEnroll');
  expect(stateOf(entry({}), undefined)).toBe('mustEnroll');
  expect(stateOf(entry({ invited: true, status: 'blocked' }), undefined)).toBe('blocked');
});

it('X21 P14 every list shows whose invitation is over, and who has a code that was not used yet', () => {
  const over = entry({ invited: true, group: 'noWayIn' });
  for (const listed of [undefined, 'noWayIn', 'invitationOver']) {
    expect(stateOf(over, listed)).toBe('invitationOver');
    for (const invited of [undefined, true] as const)
      expect(stateOf(entry({ invited, group: 'noWayIn', helpInCode: { expiresAt: '' } }), listed)).toBe('codeOut');
  }
  // The person entered the code, and needs no other one for now.
  expect(stateOf(entry({ group: 'noWayIn', settingUp: { expiresAt: '' } }), 'noWayIn')).toBe('codeIn');
  expect(stateOf(entry({ group: 'mustEnroll', settingUp: { expiresAt: '' } }), undefined)).toBe('mustEnroll');
  expect(stateOf(entry({ invited: true, group: 'mustEnroll' }), undefined)).toBe('invitationOver');
  expect(stateOf(entry({ group: 'noWayIn' }), undefined)).toBe('noWayIn');
  // The person lost nothing, and an administrator's code is missing.
  expect(stateOf(entry({ group: 'noWayIn', factors: ['email-code', 'password'] }), 'noWayIn')).toBe('needsCode');
  expect(stateOf(entry({ group: 'noWayIn', factors: ['totp', 'password'] }), undefined)).toBe('noWayIn');
  // The code helps to set something up, and the person has a way in besides.
  expect(stateOf(entry({ group: 'mustEnroll', helpInCode: { expiresAt: '' } }), undefined)).toBe('mustEnroll');
});
