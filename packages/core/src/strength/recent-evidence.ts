import type { Milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import type { Evidence } from './evidence.ts';

/** Proofs that are at most this old. When a provider asked somebody who cannot say when is nobody's to say: that is never recent. */
export function recentEvidence(evidence: readonly Evidence[], now: Instant, within: Milliseconds): readonly Evidence[] {
  return evidence.filter((proof) => now - proof.at <= within && !(proof.method === 'sso' && proof.undated === true));
}
