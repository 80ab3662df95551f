import { instant } from '@sallyport/core';
import { tenantId } from '@sallyport/engine';
import { sampleAccount, samplePasskey, samplePolicy, sampleSession } from '@sallyport/testing/store';
import { describe, expect, it } from 'vitest';
import { INVARIANTS } from './invariants.ts';
import type { Checked } from './ledger/seen.ts';
import { policyOf } from './ledger/witness.ts';

const tenant = tenantId('default');
const at = instant(Date.UTC(2031, 0, 1));
const versions = [
  { ...samplePolicy(tenant, 2), document: { requiredStrength: 'enhanced', onTighten: 'step-up' }, changedAt: at },
  { ...samplePolicy(tenant, 1), document: { requiredStrength: 'single' }, changedAt: instant(0) },
] as const;
const [inForce] = versions;
/** A key that has never asked for a PIN. */
const key = { ...samplePasskey('key'), userVerified: false };
const { userVerified, backupEligible, aaguid, attested } = key;

/** Ada signed in with a password, and showed the key since. By now she may use nothing but passkeys. */
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

const [invariant] = INVARIANTS.filter(({ says }) => says.startsWith('A session passes only on what the policy'));

describe('N13 a session passes only on what the policy in force asks for', () => {
  it('says nothing where the session met the policy in force, and the account may use less since', () => {
    expect(invariant?.pass?.(checked(2))).toBeUndefined();
  });

  it('is broken by a session that never met the policy in force', () => {
    expect(invariant?.pass?.(checked(1))).toMatch(/although the policy in force asks for more/);
  });
});
