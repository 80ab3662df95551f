import type { Milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import type { Evidence } from './evidence.ts';

/** Proofs that are at most `within` milliseconds old. A proof whose date the provider does not state is never recent. */
export function recentEvidence(evidence: readonly Evidence[], now: Instant, within: Milliseconds): readonly Evidence[] {
  return evidence.filter(({ at, undated }) => now - at <= within && undated !== true);
}

/**
 * Proofs that were given here at most `within` milliseconds ago, also if their provider states no date. The link of a recovery stays: it is no proof, and
 * takes the mailbox away. Without the link, an old flow would count more than a young one.
 */
export function youngEvidence(evidence: readonly Evidence[], now: Instant, within: Milliseconds): readonly Evidence[] {
  return evidence.every((proof) => isYoung(proof, now, within))
    ? evidence
    : evidence.filter((proof) => isYoung(proof, now, within));
}

export function isYoung({ method, at }: Evidence, now: Instant, within: Milliseconds): boolean {
  return now - at <= within || method === 'reset-token';
}
