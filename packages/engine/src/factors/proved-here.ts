import { type Evidence, provesBeyondMailbox } from '@sallyport/core';
import type { SessionRecord } from '@sallyport/store';

/**
 * What was proved in a flow itself. A step-up begins with the dated evidence of its session: that tells who signed in, however long
 * ago, and never raises what a factor is worth.
 */
export function provedHere(
  { raises }: { readonly raises?: { readonly session: Pick<SessionRecord, 'evidence'> } },
  evidence: readonly Evidence[],
): readonly Evidence[] {
  const brought = raises?.session.evidence ?? [];
  return evidence.filter((proof) => !brought.some((before) => isSame(before, proof)));
}

/** Something was proved that no mailbox gives. */
export function hasIndependentProof(evidence: readonly Evidence[]): boolean {
  return evidence.some(({ method }) => provesBeyondMailbox(method));
}

function isSame(one: Evidence, other: Evidence): boolean {
  return (
    one.method === other.method &&
    one.at === other.at &&
    one.binding === other.binding &&
    (one.method !== 'sso' || other.method !== 'sso' || one.provider === other.provider) &&
    (one.method !== 'passkey' || other.method !== 'passkey' || one.userVerified === other.userVerified)
  );
}
