import { maskOf, methodBit, type Policy, PRIMARY_METHODS, requirementsOf } from '@sallyport/core';
import type { AccountId, AccountRecord, TenantId } from '@sallyport/store';
import { viableAdministrators } from '../acts/last-administrator.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';

/**
 * Returns whether all administrators of a policy depend on a provider: every administrator, known to the provider or not, could sign in
 * by single sign-on alone, and no emergency account that administers the policy has signed in before (X16). Then, while the provider is
 * down or wrong, nobody could change the policy.
 */
export async function needsEmergencyAccess(
  kernel: Kernel,
  policy: Policy,
  tenant: TenantId,
  ids: readonly AccountId[],
): Promise<boolean> {
  let onlyBySso = false;
  for await (const account of viableAdministrators(kernel, policy, tenant, ids)) {
    if (account.emergency === true ? account.emergencyUsedAt !== undefined : !isOnlyBySso(policy, account))
      return false;
    // An emergency account is exempt from the restriction of methods. Without the exemption, the account shows which methods its roles
    // leave to other people.
    onlyBySso ||= isOnlyBySso(policy, { ...account, emergency: false });
  }
  return onlyBySso;
}

function isOnlyBySso(policy: Policy, account: AccountRecord): boolean {
  const { methods } = requirementsOf(policy, factsOf(account, policy)).rule;
  return (methods & policy.brought & maskOf(PRIMARY_METHODS)) === methodBit('sso');
}
