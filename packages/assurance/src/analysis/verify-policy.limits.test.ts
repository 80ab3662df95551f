import { definePolicy, type PolicyInput } from '@sallyport/core';
import { POLICY_DEFAULTS } from '@sallyport/core/model';
import { describe, expect, it } from 'vitest';
import type { Severity } from './findings/finding.ts';
import { verifyPolicy } from './verify-policy.ts';

const OWNER: PolicyInput<string> = {
  administrators: { policy: ['owner'], people: ['desk'] },
  roles: { owner: {}, desk: {} },
};

/** What is said of a policy's limits. */
function told(input: PolicyInput<string>): readonly (readonly [string | undefined, Severity])[] {
  return verifyPolicy(definePolicy({ ...OWNER, ...input }))
    .findings.filter(({ code }) => code === 'hard-to-live-with' || code === 'strangers-lock-out')
    .map(({ path, severity }) => [path, severity] as const);
}

describe('N4 limits that are legal and hard to live with', () => {
  it.each<[string, PolicyInput<string>, PolicyInput<string>, string, Severity]>([
    ['a proof that is soon too old', { recentProof: '299s' }, { recentProof: '5m' }, 'recentProof', 'warning'],
    [
      'administrators who are signed out while they read, by the rule of the tenant',
      { session: { idle: '4m' } },
      { session: { idle: '5m' } },
      'session.idle',
      'warning',
    ],
    [
      'administrators of people who are signed out while they read, by the rule of their role',
      { roles: { owner: {}, desk: { session: { idle: '1m' } } } },
      { roles: { owner: {}, desk: {}, kiosk: { session: { idle: '1m' } } } },
      'roles.desk.session.idle',
      'warning',
    ],
    [
      'a helpdesk that is signed out while it reads, by the rule of its role',
      {
        administrators: { policy: ['owner'], helpdesk: [{ roles: ['front'], over: ['a'], may: ['unlock'] }] },
        roles: { owner: {}, front: { session: { idle: '1m' } } },
      },
      {
        administrators: { policy: ['owner'], helpdesk: [{ roles: ['front'], over: ['a'], may: ['unlock'] }] },
        roles: { owner: {}, front: {}, a: { session: { idle: '1m' } } },
      },
      'roles.front.session.idle',
      'warning',
    ],
    [
      'people who mistype',
      { lockout: { maxFailures: 4 } },
      { lockout: { maxFailures: 5 } },
      'lockout.maxFailures',
      'info',
    ],
    [
      'a lock of more than a day, at once',
      { lockout: { lockFor: '25h', maxLockFor: '25h' } },
      { lockout: { lockFor: '24h', maxLockFor: '24h' } },
      'lockout.maxLockFor',
      'warning',
    ],
    [
      'a lock of more than a day, by growth',
      { lockout: { maxLockFor: '30d' } },
      { lockout: { maxLockFor: '30d', growth: 1 } },
      'lockout.maxLockFor',
      'warning',
    ],
    [
      'a counter that is closed for good by the first failures',
      { lockout: { maxFailures: 10, hardLimit: 10 } },
      { lockout: { maxFailures: 10, hardLimit: 40 } },
      'lockout.hardLimit',
      'warning',
    ],
    [
      'a counter that is closed for good within the hour',
      { lockout: { hardLimit: 50, lockFor: '10m', growth: 1 } },
      { lockout: { hardLimit: 50, lockFor: '15m', growth: 1 } },
      'lockout.hardLimit',
      'warning',
    ],
  ])('are told: %s', (_, shows, doesNot, path, severity) => {
    expect(told(shows)).toEqual([[path, severity]]);
    expect(told(doesNot)).toEqual([]);
  });

  it.each<[string, PolicyInput<string>]>([
    ['the defaults', {}],
    ['the defaults, written down', { lockout: POLICY_DEFAULTS.lockout, recentProof: POLICY_DEFAULTS.recentProof }],
    ['a hundred consecutive failures, and no lock before (§3.2.2)', { lockout: { maxFailures: 100, hardLimit: 100 } }],
    [
      'a hundred consecutive failures, and short waits before (§3.2.2)',
      { lockout: { lockFor: '30s', growth: 2, maxLockFor: '1h' } },
    ],
    ['sessions of AAL1 (§2.1.3)', { requiredStrength: 'single', session: { absolute: '30d' } }],
    ['sessions of AAL2 (§2.2.3)', { requiredStrength: 'enhanced', session: { absolute: '24h', idle: '1h' } }],
    [
      'sessions of AAL3 (§2.3.3)',
      { requiredStrength: 'phishing-resistant', session: { absolute: '12h', idle: '15m' } },
    ],
  ])('are none of those that NIST SP 800-63B-4 describes: %s', (_, input) => {
    expect(told(input)).toEqual([]);
  });

  it('of sessions are told at each place that writes them, if somebody administers', () => {
    expect(told({ administrators: { policy: [], people: [] }, session: { idle: '1m' } })).toEqual([]);
    expect(told({ session: { idle: '2m' }, roles: { owner: { session: { idle: '1m' } }, desk: {} } })).toEqual([
      ['session.idle', 'warning'],
      ['roles.owner.session.idle', 'warning'],
    ]);
  });
});
