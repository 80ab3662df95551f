import type { Policy } from '../policy/policy.ts';
import { outsideOrganisation } from '../policy/policy-in.ts';
import type { Reason } from '../policy/reason.ts';
import { hasEntry } from '../requirements/may-use.ts';
import { requirementReasons, requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import { ALL_METHODS, methodBit, type WayInMethod } from '../strength/method.ts';
import type { Act, Verdict } from './act.ts';
import { ALLOWED, refused } from './verdict.ts';

/** The most passkeys of an account. Every session check reads all passkeys. */
export const MOST_PASSKEYS = 25;

/** True if a new account could sign in by the method here: the tenant and the contexts allow the method, and the host has configured the method. */
export function mayBeginWith(policy: Policy, method: WayInMethod): boolean {
  const { tenant, place, brought } = outsideOrganisation(policy);
  return (tenant.methods & (place?.methods ?? ALL_METHODS) & brought & methodBit(method)) !== 0;
}

export function restrictions(policy: Policy, target: AccountFacts): readonly Reason[] {
  return requirementReasons(requirementsOf(policy, target), target).filter(({ code }) => code === 'methods-restricted');
}

export function withinLimits(act: Act, target: AccountFacts): Verdict {
  if (act.type === 'set-password' && hasEntry(target)) return refused('method-not-allowed');
  const isPasskey = act.type === 'enroll' && act.factor === 'passkey';
  return isPasskey && target.factors.passkeys.length >= MOST_PASSKEYS ? refused('too-many-passkeys') : ALLOWED;
}
