// The policy, and the impact of a change, as the engine answers them.

import type { ImpactView, PolicyView, ShadowReport, ShadowView } from '@sallyport/engine';
import { accountId, NOW } from './fake-sallyport.test-support.ts';

export const because = [
  {
    code: 'strength-required',
    params: { strength: 'enhanced' },
    source: { role: 'admin' },
    message: 'The role admin asks for it.',
    satisfiedBy: [['passkey']],
  },
] as const;
export const policy: PolicyView = {
  policy: {},
  version: 7,
  changedAt: NOW,
  changedBy: 'system',
  note: 'an audit',
  shadow: { since: NOW, note: 'for a week' },
  floor: {},
};
const shadow: ShadowView = { policy: {}, version: 8, since: NOW, by: accountId, note: 'for a week' };
export const drafts = [
  { line: 'PUT /admin/policy/shadow', json: { policy: {}, note: 'for a week' } },
  { line: 'GET /admin/policy/shadow' },
  { line: 'DELETE /admin/policy/shadow' },
  { line: 'POST /admin/policy/what-if', json: { accountId: 'a1', evidence: ['password'], policy: {} } },
] as const;
export const shadows = {
  shadow: async () => shadow,
  endShadow: async () => ({ version: 9 }),
  shadowReport: async (): Promise<ShadowReport> => ({
    ...shadow,
    ...{ signIns: 20, askedForMore: 1, denied: 0, letOff: 0, isWhole: true, isJudged: true },
    rules: [{ effect: 'asked-for-more', because: because[0], people: 1 }],
    people: [{ accountId, effect: 'asked-for-more', at: NOW, occasion: 'sign-in', because }],
    names: { [accountId]: 'ada' },
    next: 'more',
  }),
};
export const impact: ImpactView = {
  rules: [
    { source: 'tenant', member: 'requiredStrength', before: null, after: 'enhanced', weaker: false },
    {
      source: { role: 'admin' },
      member: 'session',
      before: { idle: '5m' },
      after: null,
      weaker: true,
      weakerMembers: [['idle']],
    },
  ],
  moves: [{ from: 'meets', to: 'mustEnroll', count: 1 }],
  setUpChanges: 1,
  askedForLess: 1,
  askedForMore: 1,
  unaffected: 1,
  mustEnroll: 1,
  stranded: 0,
  accounts: [
    {
      accountId,
      identifier: 'ada',
      email: 'ada@example.org',
      impact: 'must-enroll',
      because,
      setUpChanges: true,
      notBegun: 'invited',
      hasCode: true,
      blocked: true,
    },
  ],
  freed: [{ accountId, identifier: 'ben', email: 'ben@example.org' }],
  vaults: { withoutWay: 1, withoutEmergency: 0 },
  strandsAdministrators: true,
  threats: [
    {
      ...{
        thief: 'mailbox',
        reach: 'admin: password',
        before: 'nothing',
        after: 'policy',
        chain: 'signs in',
        accounts: 1,
      },
      codes: {
        ...{
          thief: 'mailbox',
          roles: ['admin'],
          factors: ['password'],
          emergency: false,
          before: [],
          after: ['policy'],
        },
        chain: [{ move: 'begins', method: 'sso', of: 'own', on: 'corp' }],
      },
    },
  ],
  betterThreats: [
    {
      ...{ thief: 'older cookie', reach: 'admin: password', before: 'policy', after: 'nothing' },
      ...{ lost: 'policy', accounts: 1 },
      codes: {
        ...{ thief: 'older-cookie', roles: ['admin'], factors: ['password'], emergency: false },
        ...{ before: ['policy'], after: [] },
      },
    },
  ],
  threatAnalysis: { state: 'decided', more: 1, less: 1, undecided: 0 },
  next: 'more',
};
