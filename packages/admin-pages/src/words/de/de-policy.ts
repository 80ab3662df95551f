import type { PolicyWords } from '../en/en-policy.ts';
import { policy } from './policy.ts';
import { review } from './review.ts';
import { thieves } from './thieves.ts';

export const policyPage: PolicyWords = { policy, review, thieves };
