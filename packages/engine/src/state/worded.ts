import { explainReason, type Reason, reasonForPerson } from '@sallyport/core';
import type { WordedReason } from '../contract/index.ts';

export function worded(reasons: readonly Reason[]): WordedReason[] {
  return reasons.map((reason) => ({ message: explainReason(reason, 'person'), ...reasonForPerson(reason) }));
}
