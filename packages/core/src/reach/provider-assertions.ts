import type { Policy } from '../policy/policy.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import { providerIndependence } from '../strength/mailbox.ts';
import { type MatchedPatterns, matchedPatterns } from '../strength/matched-patterns.ts';
import { ssoMatches } from '../strength/methods/sso.ts';
import type { SsoPattern } from '../strength/pattern.ts';
import type { ProviderAssertion } from '../strength/provider-assertion.ts';

/** A provider asserts a single class at a time. Several assertions are best if none matches all the patterns of another. */
export function bestAssertions(policy: Policy, provider: string): readonly ProviderAssertion[] {
  const known = KNOWN.get(policy.patterns) ?? new Map<string, readonly ProviderAssertion[]>();
  KNOWN.set(policy.patterns, known);
  const assertions = known.get(provider) ?? findBestAssertions(policy, provider);
  known.set(provider, assertions);
  return assertions;
}

/** Variants of a policy share their patterns. */
const KNOWN: WeakMap<Policy['patterns'], Map<string, readonly ProviderAssertion[]>> = new WeakMap();
const ANYBODY: AccountFacts = { roles: [], factors: { passkeys: [] } };

export function matchedByAssertion(policy: Policy, provider: string, assertion: ProviderAssertion): MatchedPatterns {
  return matchedPatterns(
    policy.patterns,
    (pattern) => ssoMatches(pattern, provider, assertion),
    providerIndependence(policy, ANYBODY, provider),
  );
}

function findBestAssertions(policy: Policy, provider: string): readonly ProviderAssertion[] {
  const patterns = policy.patterns
    .map(({ pattern }) => pattern.pattern)
    .filter(
      (pattern): pattern is SsoPattern =>
        pattern.method === 'sso' && (pattern.provider === undefined || pattern.provider === provider),
    );
  const amr = [...new Set(patterns.flatMap((pattern) => pattern.amr ?? []))].sort();
  const classes = [...new Set(patterns.flatMap((pattern) => pattern.acr ?? []))].sort();
  const words = amr.length === 0 ? undefined : amr;
  return bestOf(
    policy,
    provider,
    [undefined, ...classes].map((acr) => ({ acr, amr: words })),
  );
}

export function bestOf(
  policy: Policy,
  provider: string,
  assertions: readonly ProviderAssertion[],
): readonly ProviderAssertion[] {
  if (assertions.length < 2) return assertions;
  const bits = assertions.map((assertion) => matchedByAssertion(policy, provider, assertion));
  return assertions.filter((_, place) => {
    const own = bits[place] ?? 0;
    return !bits.some((other, at) => at !== place && (own & other) === own && (other !== own || at < place));
  });
}
