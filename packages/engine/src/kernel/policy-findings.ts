import type { Policy } from '@sallyport/core';
import type { Finding } from '@sallyport/core/analysis';

/** The most decisions of the check, which then takes some milliseconds and finds plain mistakes. `sallyport check` checks everything. */
const DECISIONS = 1_000;

/** The most policies whose findings a process remembers. */
const MOST_KNOWN = 100;

/** The findings by the text of the policy, the policy that was asked for last at the end. */
const known = new Map<string, readonly Finding[]>();

/**
 * The findings of the analysis of a policy. A process analyses each policy once: many tenants have the same policy, and tests make a Sallyport with the
 * same policy again and again.
 */
export async function findingsOf(policy: Policy): Promise<readonly Finding[]> {
  const { verifyPolicy } = await import('./policy-analysis.ts');
  const text = textOf(policy);
  const findings = known.get(text) ?? verifyPolicy(policy, { decisionsAtMost: DECISIONS }).findings;
  known.delete(text);
  known.set(text, findings);
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KNOWN) break;
    known.delete(oldest);
  }
  return findings;
}

/** The written policy, and what the host has configured: the compiled policy depends on nothing else. */
function textOf({ document, brought, broughtProviders, codes, gives, givenRolesWithin }: Policy): string {
  return JSON.stringify([document, brought, broughtProviders, codes, gives, givenRolesWithin]);
}
