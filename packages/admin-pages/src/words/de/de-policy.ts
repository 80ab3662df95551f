import type { PolicyWords } from '../en/en-policy.ts';
import { policy } from './policy.ts';
import { review } from './review.ts';
import { shadow } from './shadow.ts';

export const policyPage: PolicyWords = { policy, review, shadow };
