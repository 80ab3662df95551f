import type { PolicyDocument } from '@sallyport/browser';
import { readAt, recordOf, textsOf } from './document.ts';

/** In “What if”: the provider reports what the policy trusts. */
export const REPORTED = 'reported';

/** Without a report, a provider's proof always counts the same. */
export function trustedReports(policy: PolicyDocument, provider: string): readonly Readonly<Record<string, unknown>>[] {
  const trust = readAt(policy, ['providers', provider, 'trust']);
  return (Array.isArray(trust) ? trust : [])
    .map(recordOf)
    .filter(({ acr, amr }) => typeof acr === 'string' || textsOf(amr).length > 0);
}

export function trustedProviders(policy: PolicyDocument): readonly string[] {
  return Object.keys(recordOf(policy['providers'])).filter((id) => trustedReports(policy, id).length > 0);
}
