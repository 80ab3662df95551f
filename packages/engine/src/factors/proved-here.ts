import { type Evidence, provesBeyondMailbox, speaksFor } from '@sallyport/core';
import type { PasswordRecord, SessionRecord } from '@sallyport/store';

/** A step-up starts with the evidence of its session, which never raises the strength of a factor. */
export function provedHere(
  { raises }: { readonly raises?: { readonly session: Pick<SessionRecord, 'evidence'> } },
  evidence: readonly Evidence[],
): readonly Evidence[] {
  const earlier = raises?.session.evidence ?? [];
  return evidence.filter((proof) => !earlier.some((before) => isSame(before, proof)));
}

/** An administrator's factor does not speak for the owner's password. */
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
