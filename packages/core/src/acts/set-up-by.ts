import type { Evidence } from '../strength/evidence.ts';

/**
 * Who a factor, an address or a link belongs to that is set up with this evidence. A factor is as much its owner's as the evidence it was
 * set up with: what follows only from a password that an administrator typed, or from a code that an administrator gave out, is the
 * administrator's.
 *
 * @returns `undefined` if the owner proved something of their own; else who set up what was proved
 */
export function setUpBy(evidence: readonly Evidence[]): string | undefined {
  let other: string | undefined;
  for (const proof of evidence) {
    if (proof.setUpBy === undefined) return undefined;
    other ??= proof.setUpBy;
  }
  return other;
}

/** Evidence of a session: what works once for an enrollment or a recovery never becomes evidence of the session that follows. */
export function sessionEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter(({ method }) => method !== 'enrollment-code' && method !== 'reset-token');
}
