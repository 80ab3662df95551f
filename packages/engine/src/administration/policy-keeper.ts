import {
  anywhere,
  datesOf,
  type Instant,
  maskOf,
  methodBit,
  type Policy,
  requirementsOf,
  WAY_IN_METHODS,
} from '@sallyport/core';
import type { AccountId, AccountRecord, TenantId } from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { firstViable, viableAdministrators } from '../acts/last-administrator.ts';
import type { Refusal } from '../contract/index.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Impact } from './policy-impact.ts';

export interface KeeperAsked extends Pick<Impact, 'administratorIds' | 'formerIds'> {
  readonly by: Doer;
  readonly policy: Policy;
  readonly before: Policy;
  readonly recorded: readonly AccountId[];
}

/** Host code may leave nobody who can change the policy only if nobody can change it now. */
export async function keeperAfter(
  kernel: Kernel,
  { by, policy, before, administratorIds, formerIds, recorded }: KeeperAsked,
): Promise<{ readonly keeper: AccountRecord | undefined } | Refusal> {
  const { tenant } = by;
  const own = administratorBehind(by);
  const ids = [...own, ...administratorIds];
  // Later dates only add.
  const keeper = await firstViable(kernel, afterLastDate(policy), tenant, ids);
  const mayBeNobody =
    own.length === 0 && (await firstViable(kernel, before, tenant, [...recorded, ...formerIds])) === undefined;
  if (keeper === undefined && !mayBeNobody) return { refused: 'policy-strands-administrators' };
  if (await isLeftToProviders(kernel, { by, policy, before }, ids)) return { refused: 'policy-strands-administrators' };
  return { keeper };
}

function afterLastDate(policy: Policy): Policy {
  const last = datesOf(policy).at(-1);
  return last === undefined ? policy : anywhere(policy, last);
}

function administratorBehind({ kind, accountId }: Doer): readonly AccountId[] {
  return kind === 'administrator' && accountId !== undefined ? [accountId] : [];
}

async function isLeftToProviders(
  kernel: Kernel,
  { by, policy, before }: Pick<KeeperAsked, 'by' | 'policy' | 'before'>,
  ids: readonly AccountId[],
): Promise<boolean> {
  const { tenant } = by;
  if (!(await willNeedEmergencyAccess(kernel, policy, tenant, ids))) return false;
  return administratorBehind(by).length > 0 || !(await needsEmergencyAccess(kernel, before, tenant, ids));
}

/** Each date is asked: a later one can take the provider away as well. */
async function willNeedEmergencyAccess(
  kernel: Kernel,
  policy: Policy,
  tenant: TenantId,
  ids: readonly AccountId[],
): Promise<boolean> {
  for (const then of [policy, ...datesOf(policy).map((date) => anywhere(policy, date))])
    if (await needsEmergencyAccess(kernel, then, tenant, ids)) return true;
  return false;
}

/** While the provider is down or wrong, nobody could change the policy (X16). */
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
    // An emergency account is exempt from the restriction of methods.
    onlyBySso ||= isOnlyBySso(policy, { ...account, emergency: false }, kernel.now());
  }
  return onlyBySso;
}

function isOnlyBySso(policy: Policy, account: AccountRecord, now: Instant): boolean {
  const { methods } = requirementsOf(policy, factsOf(account, policy, now)).rule;
  return (methods & policy.brought & maskOf(WAY_IN_METHODS)) === methodBit('sso');
}
