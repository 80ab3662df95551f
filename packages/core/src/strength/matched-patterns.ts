import type { PatternBit } from './compile.ts';
import { INDEPENDENT, type MailboxIndependence } from './mailbox.ts';
import type { EvidencePattern } from './pattern.ts';

/** The set of a policy's patterns that a proof matches, as bits. */
export type MatchedPatterns = number;

/** The tests compare `PatternIndex`, which decisions use, with this function. */
export function matchedPatterns(
  patterns: readonly PatternBit[],
  matches: (pattern: EvidencePattern) => boolean,
  independence: MailboxIndependence = INDEPENDENT,
): MatchedPatterns {
  let bits = 0;
  for (const { pattern: compiled, bit } of patterns) {
    if (!matches(compiled.pattern)) continue;
    if (compiled.kind === 'evidence' || (compiled.atBaseline ? independence.atBaseline : independence.elsewhere))
      bits |= bit;
  }
  return bits;
}
