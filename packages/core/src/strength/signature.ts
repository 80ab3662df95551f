import type { PasskeyFacts } from '../requirements/account-facts.ts';
import type { PatternBit } from './compile.ts';
import { INDEPENDENT, type MailboxIndependence } from './mailbox.ts';
import type { EvidencePattern } from './pattern.ts';

/** Which patterns of a policy something matches: one bit each. */
export type Signature = number;

/** What a passkey is, whether it was just used or merely could be. */
export type PasskeyTraits = Pick<PasskeyFacts, 'userVerified' | 'deviceBound' | 'aaguid' | 'attested'>;

/** Whether a passkey of these traits matches a pattern. `attested` makes the model's word count for more than its own. */
export function passkeyMatches(pattern: EvidencePattern, traits: PasskeyTraits): boolean {
  if (pattern.method !== 'passkey') return false;
  if (pattern.userVerified === true && !traits.userVerified) return false;
  if (pattern.deviceBound === true && !traits.deviceBound) return false;
  if (pattern.attested === true && !traits.attested) return false;
  return pattern.aaguid === undefined || pattern.aaguid.includes(traits.aaguid);
}

/** Whether a provider's word matches a pattern: one of the classes, all of the methods. */
export function ssoMatches(
  pattern: EvidencePattern,
  provider: string,
  word: { readonly acr?: string; readonly amr?: readonly string[] },
): boolean {
  if (pattern.method !== 'sso') return false;
  if (pattern.provider !== undefined && pattern.provider !== provider) return false;
  if (pattern.acr !== undefined && (word.acr === undefined || !pattern.acr.includes(word.acr))) return false;
  const { amr } = word;
  return pattern.amr === undefined || pattern.amr.every((method) => amr?.includes(method) === true);
}

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
