import { maskOf, methodBit, type Policy, PRIMARY_METHODS, requirementsOf } from '@sallyport/core';
import type { AccountId, AccountRecord, TenantId } from '@sallyport/store';
import { viableAdministrators } from '../acts/last-administrator.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';

/**
 * Whether a policy leaves its administrators in the hands of a provider: all of them would come in by single sign-on alone, those of whom
 * the provider does not know yet included, and there is no emergency account that administers the policy and has shown that it can sign in (X16). While the provider is down, or says something
 * else, nobody could take the policy back.
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
    // Exempt from methods itself, it tells what the policy leaves to everybody else of its roles.
    onlyBySso ||= isOnlyBySso(policy, { ...account, emergency: false });
  }
  return onlyBySso;
}

function isOnlyBySso(policy: Policy, account: AccountRecord): boolean {
  const { methods } = requirementsOf(policy, factsOf(account, policy)).rule;
  return (methods & policy.brought & maskOf(PRIMARY_METHODS)) === methodBit('sso');
}
