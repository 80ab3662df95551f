import { type Policy, requirementsOf } from '@sallyport/core';
import { factsOf } from '../records/facts.ts';
import type { AccountRecord } from '../store/records.ts';

/** Whether this account is asked for a model that someone vouches for; nobody else is asked for an attestation (WebAuthn L3 §14.4.1). */
export function wantsAttestation(policy: Policy, account: AccountRecord): boolean {
  return requirementsOf(policy, factsOf(account)).required.some(({ combinations }) =>
    combinations.some(({ source }) =>
      source.some((pattern) => pattern.method === 'passkey' && pattern.attested === true),
    ),
  );
}
