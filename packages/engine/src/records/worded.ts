import { explainReason, type Reason } from '@sallyport/core';
import type { WordedReason } from '../contract/index.ts';

export function worded(reasons: readonly Reason[]): WordedReason[] {
  return reasons.map((reason) => ({ message: explainReason(reason, 'person'), ...reason }));
}
