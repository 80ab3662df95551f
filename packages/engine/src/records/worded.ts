import { explainReason, type Reason } from '@sallyport/core';
import type { WordedReason } from '../contract/index.ts';

/** Reasons in words for the person. */
export function worded(reasons: readonly Reason[]): WordedReason[] {
  return reasons.map((reason) => ({ message: explainReason(reason, 'person'), ...reason }));
}
