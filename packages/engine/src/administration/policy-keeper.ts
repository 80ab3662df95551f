import { type Instant, maskOf, methodBit, type Policy, requirementsOf, WAY_IN_METHODS } from '@sallyport/core';
import type { AccountId, AccountRecord, TenantId } from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { firstViable, viableAdministrators } from '../acts/last-administrator.ts';
import type { Refusal } from '../contract/index.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Impact } from './policy-impact.ts';

/** A change of a tenant's policy, and the administrators of the policy before and after the change. */
export interface KeeperAsked extends Pick<Impact, 'administratorIds' | 'formerIds'> {
  readonly by: Doer;
  readonly policy: Policy;
  /** The policy in force. */
  readonly before: Policy;
  /** The ids in the record of the tenant's administrators. */
  readonly recorded: readonly AccountId[];
}

/**
 * Returns an administrator who can change the policy under the new version too. The administrator who makes the change comes first.
 * Refuses a policy under which nobody could change the policy again. For host code, this rule holds only if somebody can change the policy
 * now, and without such a person there is no keeper. A preview and a change of the policy ask this one rule.
 */
export async function keeperAfter(
  kernel: Kernel,
  { by, policy, before, administratorIds, formerIds, recorded }: KeeperAsked,
): Promise<{ readonly keeper: AccountRecord | undefined } | Refusal> {
  const { tenant } = by;
  const own = administratorBehind(by);
  const ids = [...own, ...administratorIds];
  const keeper = await firstViable(kernel, policy, tenant, ids);
  const mayBeNobody =
    own.length === 0 && (await firstViable(kernel, before, tenant, [...recorded, ...formerIds])) === undefined;
  if (keeper === undefined && !mayBeNobody) return { refused: 'policy-strands-administrators' };
  if (await isLeftToProviders(kernel, { by, policy, before }, ids)) return { refused: 'policy-strands-administrators' };
  return { keeper };
}

/** The administrator who makes the change is the first candidate. Deployed code and host code have no candidate. */
function administratorBehind({ kind, accountId }: Doer): readonly AccountId[] {
  return kind === 'administrator' && accountId !== undefined ? [accountId] : [];
}

/**
 * Returns whether administrators could sign in only by a provider. Host code may leave this state unchanged, but may not introduce it.
 */
async function isLeftToProviders(
  kernel: Kernel,
  { by, policy, before }: Pick<KeeperAsked, 'by' | 'policy' | 'before'>,
  ids: readonly AccountId[],
): Promise<boolean> {
  const { tenant } = by;
  if (!(await needsEmergencyAccess(kernel, policy, tenant, ids))) return false;
  return administratorBehind(by).length > 0 || !(await needsEmergencyAccess(kernel, before, tenant, ids));
}

/**
 * Returns whether all administrators of a policy depend on a provider: every administrator, known to the provider or not, could sign in
 * by single sign-on alone, and no emergency account that administers the policy has signed in before (X16). Then, while the provider is
 * down or wrong, nobody could change the policy.
 */
async function needsEmergencyAccess(
  kernel: Kernel,
  policy: Policy,
  tenant: TenantId,
  ids: readonly AccountId[],
): Promise<boolean> {
  let onlyBySso = false;
  for await (const account of viableAdministrators(kernel, policy, tenant, ids)) {
    if (
      account.emergency === true ? account.emergencyUsedAt !== undefined : !isOnlyBySso(policy, account, kernel.now())
    )
      return false;
    // An emergency account is exempt from the restriction of methods. Without the exemption, the account shows which methods its roles
    // leave to other people.
    onlyBySso ||= isOnlyBySso(policy, { ...account, emergency: false }, kernel.now());
  }
  return onlyBySso;
}

function isOnlyBySso(policy: Policy, account: AccountRecord, now: Instant): boolean {
  const { methods } = requirementsOf(policy, factsOf(account, policy, now)).rule;
  return (methods & policy.brought & maskOf(WAY_IN_METHODS)) === methodBit('sso');
}
