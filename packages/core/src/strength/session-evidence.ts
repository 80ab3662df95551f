import type { Evidence } from './evidence.ts';

/** The evidence of a session: without the one-time codes and links of an enrollment or a recovery. */
export function sessionEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter(({ method }) => method !== 'enrollment-code' && method !== 'reset-token');
}
