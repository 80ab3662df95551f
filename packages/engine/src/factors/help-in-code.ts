import {
  anywhere,
  type HelpsIn,
  type Instant,
  mayUse,
  methodDescriptor,
  type Policy,
  WAY_IN_METHODS,
} from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { factsOf } from './facts.ts';

export function hasWayIn(policy: Policy, account: AccountRecord, now: Instant): boolean {
  const facts = factsOf(account, policy, now);
  return WAY_IN_METHODS.some(
    (method) => methodDescriptor(method)?.enrolled(facts.factors) === true && mayUse(policy, facts, method),
  );
}

/** A date, or a later version of the policy, may take the way in that the help-in kept. */
export function helpsInNow(policy: Policy, account: AccountRecord, now: Instant): HelpsIn | undefined {
  const helpsIn = account.enrollmentCode?.helpsIn;
  return helpsIn === 'further' && !hasWayIn(anywhere(policy), account, now) ? 'first' : helpsIn;
}
