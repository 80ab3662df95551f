import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import { providerIndependence } from '../strength/mailbox.ts';
import { ssoMatches } from '../strength/methods/sso.ts';
import type { SsoPattern } from '../strength/pattern.ts';
import type { ProviderWord } from '../strength/provider-word.ts';
import { type Signature, signature } from '../strength/signature.ts';

/**
 * The best possible assertions of a provider, measured by the patterns matched. A provider asserts a single class at a time.
 * Several assertions are best if none matches all the patterns of another.
 */
export function bestWords(policy: Policy, provider: string): readonly ProviderWord[] {
  const known = KNOWN.get(policy.patterns) ?? new Map<string, readonly ProviderWord[]>();
  KNOWN.set(policy.patterns, known);
  const words = known.get(provider) ?? findBestWords(policy, provider);
  known.set(provider, words);
  return words;
}

/** Cache by the patterns of a policy. Variants of a policy share their patterns. */
const KNOWN: WeakMap<Policy['patterns'], Map<string, readonly ProviderWord[]>> = new WeakMap();
const ANYBODY: AccountFacts = { roles: [], factors: { passkeys: [] } };

/** The policy's patterns that a provider's assertion matches. */
export function wordSignature(policy: Policy, provider: string, word: ProviderWord): Signature {
  return signature(
    policy.patterns,
    (pattern) => ssoMatches(pattern, provider, word),
    providerIndependence(policy, ANYBODY, provider),
  );
}

function findBestWords(policy: Policy, provider: string): readonly ProviderWord[] {
  const patterns = policy.patterns
    .map(({ pattern }) => pattern.pattern)
    .filter(
      (pattern): pattern is SsoPattern =>
        pattern.method === 'sso' && (pattern.provider === undefined || pattern.provider === provider),
    );
  const amr = [...new Set(patterns.flatMap((pattern) => pattern.amr ?? []))].sort();
  const classes = [...new Set(patterns.flatMap((pattern) => pattern.acr ?? []))].sort();
  const words = [undefined, ...classes].map((acr) => ({
    word: { acr, amr: amr.length === 0 ? undefined : amr },
    bits: 0,
  }));
  for (const candidate of words) candidate.bits = wordSignature(policy, provider, candidate.word);
  return words
    .filter(
      ({ bits }, place) =>
        !words.some(
          (other, otherPlace) =>
            (bits & other.bits) === bits && (other.bits !== bits || otherPlace < place) && otherPlace !== place,
        ),
    )
    .map(({ word }) => word);
}
