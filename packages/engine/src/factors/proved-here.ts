import { type Evidence, provesBeyondMailbox, speaksFor } from '@sallyport/core';
import type { PasswordRecord, SessionRecord } from '@sallyport/store';

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

/**
 * Returns whether the evidence has a proof that control of a mailbox alone cannot give, and that may speak for this password. A factor that
 * an administrator set up does not speak for the owner's password.
 */
export function hasIndependentProof(evidence: readonly Evidence[], password: Pick<PasswordRecord, 'setUpBy'>): boolean {
  return evidence.some((proof) => provesBeyondMailbox(proof) && speaksFor(proof, password));
}

function isSame(one: Evidence, other: Evidence): boolean {
  return (
    one.method === other.method &&
    one.at === other.at &&
    one.binding === other.binding &&
    one.provider === other.provider &&
    one.userVerified === other.userVerified
  );
}
