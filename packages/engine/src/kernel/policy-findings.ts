import type { Finding } from '@sallyport/assurance';
import type { Policy } from '@sallyport/core';

const DECISIONS = 1_000;

const MOST_KNOWN = 100;

const known = new Map<string, readonly Finding[]>();

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

function textOf(policy: Policy): string {
  const { document, floor, begun, brought, broughtProviders, broughtDirectory, codes, gives, givenRolesWithin } =
    policy;
  const bring = [brought, broughtProviders, broughtDirectory, codes, gives, givenRolesWithin];
  return JSON.stringify([document, floor, begun?.since, ...bring]);
}
