import { instant } from '@sallyport/core';
import { type AccountRecord, tenantId } from '@sallyport/engine';
import { sampleAccount, samplePasskey, samplePolicy, sampleSession } from '@sallyport/testing/store';
import { describe, expect, it } from 'vitest';
import { INVARIANTS } from './invariants.ts';
import type { Written } from './ledger/ledger.ts';
import type { Checked } from './ledger/run.ts';
import { policyOf } from './ledger/witness.ts';

const tenant = tenantId('default');
const at = instant(Date.UTC(2031, 0, 1));
const versions = [
  { ...samplePolicy(tenant, 2), document: { requiredStrength: 'enhanced', onTighten: 'step-up' }, changedAt: at },
  { ...samplePolicy(tenant, 1), document: { requiredStrength: 'single' }, changedAt: instant(0) },
] as const;
const [inForce] = versions;
/** A key without user verification. */
const key = { ...samplePasskey('key'), userVerified: false };
const { userVerified, backupEligible, aaguid, attested } = key;

/** Ada signed in with a password, and later showed the key. Since then her account accepts only passkeys. */
const checked = (met: Checked['met']): Checked => ({
  ...{ versions, met, policy: policyOf(inForce), now: instant(at + 60_000) },
  account: sampleAccount(tenant, 'ada', {
    passkeys: [key],
    methods: ['passkey'],
  }),
  session: sampleSession(tenant, 'session', 'ada', {
    createdAt: instant(at - 60_000),
    evidence: [
      { method: 'password', at, provenance: 'independent' },
      { method: 'passkey', at, credentialId: key.id, userVerified, deviceBound: !backupEligible, aaguid, attested },
    ],
  }),
});

const [invariant] = INVARIANTS.filter(({ says }) =>
  says.startsWith('A session passes only if its evidence meets the policy in force'),
);

describe('N13 the invariant of sessions and the policy in force', () => {
  it('holds if the session met the policy in force, and later the account lost a method', () => {
    expect(invariant?.pass?.(checked(2))).toBeUndefined();
  });

  it('does not hold for a session that never met the policy in force', () => {
    expect(invariant?.pass?.(checked(1))).toMatch(/although the policy in force asks for more/);
  });
});

const [firstSignIn] = INVARIANTS.filter(({ says }) => says.startsWith('What a first sign-in sets up'));

describe('N13 the invariant of first sign-ins', () => {
  const before = sampleAccount(tenant, 'ida', { invited: true });
  const after = { ...before, passkeys: [key] };
  const guards = { flow: { id: 'f1', version: 1 } };
  const written = (change: Partial<Written['change']>, to: AccountRecord = after): string | undefined =>
    firstSignIn?.change?.({ before, after: to, change: { tenant, now: at, events: [], guards, ...change } } as Written);

  it('does not hold for a passkey that an invited account gets before its session', () => {
    expect(written({})).toBe('ida got a passkey before its first session');
  });

  it('holds with the session, for an act of an administrator, and for an account that has had a session', () => {
    const session = sampleSession(tenant, 'session', 'ida');
    expect(written({ newSession: { session, consumes: { flowId: 'f1' } } })).toBeUndefined();
    expect(written({ guards: {} })).toBeUndefined();
    expect(written({}, { ...after, invited: undefined } as AccountRecord)).toBeUndefined();
  });
});
