import type { PatternBit } from './compile.ts';
import { INDEPENDENT, type MailboxIndependence } from './mailbox.ts';
import type { EvidencePattern } from './pattern.ts';

/** Which patterns of a policy something matches: one bit each. */
export type Signature = number;

/**
 * The patterns that something matches, by a test of each and by how it stands beside an email code. What a decision needs of it is
 * read from a `SignatureIndex`, which is tested against this.
 */
export function signature(
  patterns: readonly PatternBit[],
  matches: (pattern: EvidencePattern) => boolean,
  independence: MailboxIndependence = INDEPENDENT,
): Signature {
  let bits = 0;
  for (const { pattern: compiled, bit } of patterns) {
    if (!matches(compiled.pattern)) continue;
    if (compiled.kind === 'evidence' || (compiled.atBaseline ? independence.atBaseline : independence.elsewhere))
      bits |= bit;
  }
  return bits;
}
