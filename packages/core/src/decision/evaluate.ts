import { deepFreeze } from '../policy/deep-freeze.ts';
import type { Policy } from '../policy/policy.ts';
import type { Decision } from './decision.ts';
import { memoOf, recall } from './memo/memo.ts';
import type { Question } from './question.ts';
import { workOut } from './work-out.ts';

export type { Question } from './question.ts';

/**
 * Is this strong enough, for this account, right now, and if not, what exactly would make it so?
 * Pure: the same question has the same answer, everywhere. The answer is frozen, and shared by all who ask alike.
 *
 * A policy tells few accounts apart, so it remembers its answers: a question that was asked before, of an account that is the
 * same to this policy, is a look-up that allocates nothing.
 */
export function evaluate(policy: Policy, question: Question): Decision {
  const memo = memoOf(policy);
  return memo === undefined ? deepFreeze(workOut(policy, question)) : recall(memo, question);
}
