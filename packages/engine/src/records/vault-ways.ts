import type { Policy } from '@sallyport/core';
import type { AccountRecord, EnvelopeRecord, VaultRecord } from '@sallyport/store';

/** The most envelopes in a vault. */
export const MOST_ENVELOPES = 20;

/**
 * Returns whether the vault needs a further envelope. Envelopes of passkeys alone do not suffice: password managers delete passkeys without
 * knowing about vaults. If the policy requires it, the vault also needs an envelope of the emergency account.
 */
export function needsAnotherWay(envelopes: readonly Pick<EnvelopeRecord, 'kind'>[], policy: Policy): boolean {
  if (envelopes.every(({ kind }) => kind === 'passkey')) return true;
  return policy.document.vault?.emergency === 'required' && !envelopes.some(({ kind }) => kind === 'emergency');
}

/**
 * The envelopes of passkeys that the account no longer has, and the envelopes that somebody else set up, if the account may not keep
 * them.
 */
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

/** The members of an envelope for the action log: never the sealed key. */
export function loggedEnvelope({ id, kind, passkeyId }: EnvelopeRecord): Readonly<Record<string, unknown>> {
  return { envelope: id, kind, passkey: passkeyId };
}
