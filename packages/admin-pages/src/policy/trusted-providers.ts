import type { PolicyDocument } from '@sallyport/browser';
import { readAt, recordOf, textsOf } from './document.ts';

/** The proof in “What if” of a provider that reports what the policy trusts. */
export const REPORTED = 'reported';

/** What the policy trusts a provider to report. Leaves out trust without a report: a proof by the provider then always counts the same. */
export function trustedReports(policy: PolicyDocument, provider: string): readonly Readonly<Record<string, unknown>>[] {
  const trust = readAt(policy, ['providers', provider, 'trust']);
  return (Array.isArray(trust) ? trust : [])
    .map(recordOf)
    .filter(({ acr, amr }) => typeof acr === 'string' || textsOf(amr).length > 0);
}

/** The providers whose reports the policy trusts. */
export function trustedProviders(policy: PolicyDocument): readonly string[] {
  return Object.keys(recordOf(policy['providers'])).filter((id) => trustedReports(policy, id).length > 0);
}
