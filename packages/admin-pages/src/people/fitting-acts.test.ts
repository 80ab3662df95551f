import type { AdminAccount } from '@sallyport/browser';
import { expect, it } from 'vitest';
import { fittingActs } from './fitting-acts.ts';
import type { Invitation } from './invitation.ts';

const factors = {
  ...{ password: true, totp: false, passkeys: [], codes: [], emailCode: true },
  backupCodes: { remaining: 0 },
};

const account = (more: object = {}): AdminAccount =>
  ({ ...{ accountId: 'mia', identifiers: ['mia'], externalIds: [], status: 'active', factors }, ...more }) as never;

const invited = (state: Invitation['state']): Invitation => ({ state });

it('P18 W4 the first act fits the state of the person', () => {
  expect(fittingActs(account(), undefined, 'meets')).toEqual(['help-in']);
  expect(fittingActs(account(), undefined, 'needsCode')).toEqual(['give-code', 'help-in']);
  expect(fittingActs(account({ status: 'locked' }), undefined, 'locked')).toEqual(['unlock', 'help-in']);
  expect(fittingActs(account({ deviceLock: { until: '' } }), undefined, 'meets')).toEqual(['unlock', 'help-in']);
  for (const state of ['open', 'expired', 'taken-back', 'over', 'by-code'] as const)
    expect(fittingActs(account(), invited(state), 'invitationOver')).toEqual(['invite', 'help-in']);
  expect(fittingActs(account({ status: 'blocked' }), invited('over'), 'blocked')).toEqual(['unblock', 'help-in']);
});

it('W4 nobody helps oneself in: the code would go with the session', () => {
  expect(fittingActs(account(), undefined, 'meets', true)).toEqual([]);
  expect(fittingActs(account({ status: 'locked' }), undefined, 'locked', true)).toEqual(['unlock']);
});

it('W4 a helpdesk has the acts of its rights alone', () => {
  const may = (...rights: readonly string[]) => ({ may: rights });
  expect(fittingActs(account({ status: 'blocked', ...may('reset') }), undefined, 'blocked')).toEqual(['help-in']);
  expect(fittingActs(account({ status: 'locked', ...may('reset') }), undefined, 'locked')).toEqual(['help-in']);
  expect(fittingActs(account(may('reset')), invited('open'), 'invitationOpen')).toEqual(['help-in']);
  expect(fittingActs(account(may('unlock')), undefined, 'needsCode')).toEqual([]);
});
