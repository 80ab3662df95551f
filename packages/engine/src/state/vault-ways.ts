import type { Policy } from '@sallyport/core';
import type { AccountRecord, EnvelopeRecord, VaultRecord } from '@sallyport/store';

export const MOST_ENVELOPES = 20;

/** Password managers delete passkeys without knowing about vaults. */
export function needsAnotherWay(envelopes: readonly Pick<EnvelopeRecord, 'kind'>[], policy: Policy): boolean {
  if (envelopes.every(({ kind }) => kind === 'passkey')) return true;
  return policy.vaultEmergency === 'required' && !envelopes.some(({ kind }) => kind === 'emergency');
}

export function orphansOf(
  { envelopes }: VaultRecord,
  { passkeys, vaultOfOthers = [] }: AccountRecord,
): readonly EnvelopeRecord[] {
  const own = new Set(passkeys.map(({ id }) => id));
  return envelopes.filter(
    ({ passkeyId, setUpBy }) =>
      (passkeyId !== undefined && !own.has(passkeyId)) || (setUpBy !== undefined && !vaultOfOthers.includes(setUpBy)),
  );
}

export function loggedEnvelope({ id, kind, passkeyId }: EnvelopeRecord): Readonly<Record<string, unknown>> {
  return { envelope: id, kind, passkey: passkeyId };
}
