import type { Instant } from '../time/instant.ts';
import { datesOf } from './dates.ts';
import type { Policy } from './policy.ts';
import { onDate } from './policy-in.ts';

/** An ordinary policy, and the time from which on it holds. */
export interface PolicyInterval {
  readonly from: Instant;
  readonly policy: Policy;
}

/**
 * The policies that hold from one time to another, the earliest first, each in the place of the policy. Each is an ordinary policy, of which no date is
 * still to come.
 */
export function intervalsOf(policy: Policy, from: Instant, to: Instant): readonly PolicyInterval[] {
  const dates = datesOf(onDate(policy, from)).filter((date) => date < to);
  return [from, ...dates].map((time) => ({ from: time, policy: { ...onDate(policy, time), later: [] } }));
}
