import { type Milliseconds, milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import type { Evidence } from './evidence.ts';

/** Proofs that are at most `within` milliseconds old. A proof whose date the provider does not state is never recent. */
export function recentEvidence(evidence: readonly Evidence[], now: Instant, within: Milliseconds): readonly Evidence[] {
  return evidence.filter(({ at, undated }) => now - at <= within && undated !== true);
}

/** What a place asks of the time of each proof. */
interface Ages {
  readonly proofsWithin: Milliseconds | undefined;
  readonly proofsAfter: Instant | undefined;
}

/** Proofs that are young enough for a place, as {@link youngEvidence} keeps them. */
export function evidenceIn(
  { proofsWithin, proofsAfter }: Ages,
  evidence: readonly Evidence[],
  now: Instant,
): readonly Evidence[] {
  const young = proofsWithin === undefined ? evidence : youngEvidence(evidence, now, proofsWithin);
  return proofsAfter === undefined ? young : young.filter((proof) => isAfter(proof, proofsAfter));
}

/** The longest age of a proof that still counts after an instant. At least a minute: nobody would finish a step-up in less. */
export function ageSince(proofsAfter: Instant, now: Instant): Milliseconds {
  return milliseconds(Math.max(now - proofsAfter, 60_000));
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

/** Keeps the link of a recovery, as {@link youngEvidence} does. */
export function isAfter({ method, at }: Evidence, after: Instant): boolean {
  return at > after || method === 'reset-token';
}

export function isYoung({ method, at }: Evidence, now: Instant, within: Milliseconds): boolean {
  return now - at <= within || method === 'reset-token';
}
