import { policy } from './policy.ts';
import { review } from './review.ts';
import { shadow } from './shadow.ts';

export const policyPage = { policy, review, shadow };

/** The sentences, as English defines them. An incomplete language does not compile. */
export type PolicyWords = typeof policyPage;
