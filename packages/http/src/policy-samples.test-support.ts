// The policy, and the impact of a change, as the engine answers them.

import type { ImpactView, PolicyView } from '@sallyport/engine';
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
  floor: {},
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
