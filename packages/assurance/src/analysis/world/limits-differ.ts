import { BUILT_IN_STRENGTHS, type Policy, requirementsOf } from '@sallyport/core';
import { sessionLimitsAt } from '@sallyport/core/model';

/** Whether the sessions of an account with these roles have other limits under the other policy. */
export function limitsDiffer(policy: Policy, other: Policy, roles: readonly string[]): boolean {
  const account = { roles, factors: { passkeys: [] } };
  const [now, without] = [policy, other].map((one) => requirementsOf(one, account).rule.session);
  if (now?.most !== without?.most || (now?.beyond === 'refuse') !== (without?.beyond === 'refuse')) return true;
  return BUILT_IN_STRENGTHS.some((strength) => {
    const limits = sessionLimitsAt(policy, account, () => strength);
    const others = sessionLimitsAt(other, account, () => strength);
    return limits.idle !== others.idle || limits.absolute !== others.absolute;
  });
}
