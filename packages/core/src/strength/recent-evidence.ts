import type { Milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import type { Evidence } from './evidence.ts';

/** Proofs that are at most `within` milliseconds old. A proof whose date the provider does not state is never recent. */
export function recentEvidence(evidence: readonly Evidence[], now: Instant, within: Milliseconds): readonly Evidence[] {
  return evidence.filter(({ at, undated }) => now - at <= within && undated !== true);
}
