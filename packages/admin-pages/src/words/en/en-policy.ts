import { policy } from './policy.ts';
import { review } from './review.ts';
import { thieves } from './thieves.ts';

/** The sentences that only the page of the policy needs. */
export const policyPage = { policy, review, thieves };

/** The sentences, as English defines them. An incomplete language does not compile. */
export type PolicyWords = typeof policyPage;
