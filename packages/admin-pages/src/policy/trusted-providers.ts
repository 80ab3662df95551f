import type { PolicyDocument } from '@sallyport/browser';
import { recordOf, textsOf } from './document.ts';

/** The providers whose reports the policy trusts. Leaves out trust without a report: a proof by the provider then always counts the same. */
export function trustedProviders(policy: PolicyDocument): readonly string[] {
  return Object.entries(recordOf(policy['providers'])).flatMap(([id, settings]) => {
    const { trust } = recordOf(settings);
    const entries = (Array.isArray(trust) ? trust : []).map(recordOf);
    return entries.some(({ acr, amr }) => typeof acr === 'string' || textsOf(amr).length > 0) ? [id] : [];
  });
}
