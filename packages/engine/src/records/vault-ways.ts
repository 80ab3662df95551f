import type { Policy } from '@sallyport/core';
import type { AccountRecord, EnvelopeRecord, VaultRecord } from '@sallyport/store';

/** The most envelopes that a vault has. */
export const MOST_ENVELOPES = 20;

/**
 * Whether a vault with these ways would be lost with what its owner may lose any day: managers delete passkeys without knowing what
 * they open. Where the policy says so, the emergency account has to be among the ways as well.
 */
export function needsAnotherWay(envelopes: readonly Pick<EnvelopeRecord, 'kind'>[], policy: Policy): boolean {
  if (envelopes.every(({ kind }) => kind === 'passkey')) return true;
  return policy.document.vault?.emergency === 'required' && !envelopes.some(({ kind }) => kind === 'emergency');
}

/** The envelopes of passkeys that an account no longer has, and those of others that it may not have. */
export function orphansOf(
  { envelopes }: VaultRecord,
  { passkeys, vaultOfOthers }: AccountRecord,
): readonly EnvelopeRecord[] {
  const own = new Set(passkeys.map(({ id }) => id));
  return envelopes.filter(
    ({ passkeyId, setUpBy }) =>
      (passkeyId !== undefined && !own.has(passkeyId)) || (setUpBy !== undefined && vaultOfOthers !== true),
  );
}

/** What the action log tells of an envelope: never what is sealed in it. */
export function loggedEnvelope({ id, kind, passkeyId }: EnvelopeRecord): Readonly<Record<string, unknown>> {
  return { envelope: id, kind, passkey: passkeyId };
}
