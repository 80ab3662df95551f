import { policy } from './policy.ts';
import { review } from './review.ts';

export const policyPage = { policy, review };

/** The sentences, as English defines them. An incomplete language does not compile. */
export type PolicyWords = typeof policyPage;
