import { type Evidence, provesBeyondMailbox } from '@sallyport/core';
import type { SessionRecord } from '@sallyport/store';

/**
 * The proofs given in this flow. A step-up starts with the dated evidence of its session. That evidence shows who signed in at some time,
 * and never raises the strength of a factor.
 */
export function provedHere(
  { raises }: { readonly raises?: { readonly session: Pick<SessionRecord, 'evidence'> } },
  evidence: readonly Evidence[],
): readonly Evidence[] {
  const earlier = raises?.session.evidence ?? [];
  return evidence.filter((proof) => !earlier.some((before) => isSame(before, proof)));
}

/** Returns whether the evidence has a proof that control of a mailbox alone cannot give. */
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
