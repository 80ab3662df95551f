import { policy } from './policy.ts';
import { review } from './review.ts';

/** The sentences that only the page of the policy needs. */
export const policyPage = { policy, review };

/** The sentences, as English defines them. An incomplete language does not compile. */
export type PolicyWords = typeof policyPage;
