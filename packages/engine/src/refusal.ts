import type { Refusal } from './api/index.ts';

/** Whether an answer is an expected "no". */
export function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'refused' in answer;
}
