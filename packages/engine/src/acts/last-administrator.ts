import { administers, type Instant, isStranded, type Policy } from '@sallyport/core';
import { couldAdminister, reachOf } from '@sallyport/core/analysis';
import type { AccountId, AccountRecord, Commit, TenantId } from '@sallyport/store';
import type { Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { allAccounts } from '../records/all-accounts.ts';
import { asLastKnown, withHostRoles } from '../records/host-roles.ts';
import { rolesOf } from '../records/roles.ts';
import { afterRoleGain } from './role-gain.ts';

/** Whether an administrator's enrollment code is out for an account. */
export function isVouched({ enrollmentCode }: AccountRecord, now: Instant): boolean {
  return enrollmentCode !== undefined && enrollmentCode.usedIn === undefined && enrollmentCode.expiresAt > now;
}

/** Whether an account cannot sign in by itself. */
export function strandsOwner(policy: Policy, account: AccountRecord, now: Instant): boolean {
  return isStranded(policy, factsOf(account, policy), isVouched(account, now));
}

/** Whether an account could act as a policy administrator: not blocked, and able by itself to sign in and to prove what that takes. */
function isViableAdministrator(policy: Policy, account: AccountRecord): boolean {
  return (
    account.block === undefined &&
    administers(policy, rolesOf(account, policy.gives), 'policy') &&
    couldAdminister(
      policy,
      factsOf(afterRoleGain(policy, account, account), policy),
      (facts) => reachOf(policy, facts).impact,
    )
  );
}

/**
 * What has to be guarded and written beside a change that could strand the tenant's last policy administrator (docs/decisions.md, Administration): nothing if
 * the account is none, before and after. Two administrators cannot remove each other: both write the same record.
 *
 * @param policy the policy by which the change was judged, and by whose version its commit is guarded
 * @param after the account as it would be; `undefined` if it goes
 * @param actor who makes the change: if the host tells the roles, the record may not have them yet
 */
export async function withAdministratorsGuard(
  kernel: Kernel,
  policy: Policy,
  before: AccountRecord | undefined,
  after: AccountRecord | undefined,
  actor?: AccountId,
): Promise<(Pick<Commit, 'administrators'> & { guards: Commit['guards'] }) | Refusal> {
  const subject = after ?? before;
  if (subject === undefined) return { guards: {} };
  const { tenant, id } = subject;
  // What the host tells holds before and after: no act of administration changes it. Of an account that is new it cannot know yet.
  const told =
    kernel.resolveSubject === undefined || before === undefined ? undefined : (await asLastKnown(kernel, before)).roles;
  const was =
    before !== undefined &&
    administers(policy, rolesOf({ ...before, roles: told ?? before.roles }, policy.gives), 'policy');
  const will =
    after !== undefined &&
    administers(policy, rolesOf({ ...after, roles: told ?? after.roles }, policy.gives), 'policy');
  if (!was && !will) return { guards: {} };
  const record = await kernel.store.readAdministrators(tenant);
  const known = [
    ...(record?.accountIds ?? []),
    ...(kernel.resolveSubject === undefined || actor === undefined ? [] : [actor]),
  ];
  const others = [...new Set(known)].filter((other) => other !== id);
  const isSafe =
    !was ||
    (after !== undefined && isViableAdministrator(policy, told === undefined ? after : { ...after, roles: told }));
  const keeper = isSafe ? undefined : await keeperBeside(kernel, policy, tenant, id, others);
  if (!isSafe && keeper === undefined) return { refused: 'policy-strands-administrators' };
  const current = record?.version ?? 0;
  const stay = keeper === undefined || others.includes(keeper.id) ? others : [...others, keeper.id];
  return {
    guards: { administrators: current },
    administrators: { tenant, version: current + 1, accountIds: will ? [...stay, id] : stay },
  };
}

/**
 * Who could act as a policy administrator if this one could no more: of those in the record; where the host tells the roles, of everybody
 * to whom it gave such a role, since no act of administration wrote that down.
 */
async function keeperBeside(
  kernel: Kernel,
  policy: Policy,
  tenant: TenantId,
  id: AccountId,
  others: readonly AccountId[],
): Promise<AccountRecord | undefined> {
  const known = await firstViable(kernel, policy, tenant, others);
  if (known !== undefined || kernel.resolveSubject === undefined) return known;
  for await (const account of allAccounts(kernel, tenant)) {
    if (account.id === id || !administers(policy, rolesOf(account, policy.gives), 'policy')) continue;
    const keeper = await firstViable(kernel, policy, tenant, [account.id]);
    if (keeper !== undefined) return keeper;
  }
  return undefined;
}

/**
 * What is written beside a sign-in in which a provider gives a role that administers the policy: the account is one of the tenant's
 * administrators from then on. One that it takes away is only left in the record, where nobody counts who could not act.
 */
export async function administratorsAfter(
  kernel: Kernel,
  policy: Policy,
  before: AccountRecord,
  after: AccountRecord,
): Promise<Pick<Commit, 'administrators'> & { readonly guards: Commit['guards'] }> {
  if (before.providerRoles === after.providerRoles) return { guards: {} };
  const guarded = await withAdministratorsGuard(kernel, policy, before, after);
  return isRefusal(guarded) ? { guards: {} } : guarded;
}

/** The first of these who could act as a policy administrator, with the roles the host tells now. */
export async function firstViable(
  kernel: Kernel,
  policy: Policy,
  tenant: TenantId,
  ids: readonly AccountId[],
): Promise<AccountRecord | undefined> {
  for await (const account of viableAdministrators(kernel, policy, tenant, ids)) return account;
  return undefined;
}

/** Those of these who could act as a policy administrator, with the roles the host tells now. */
export async function* viableAdministrators(
  kernel: Kernel,
  policy: Policy,
  tenant: TenantId,
  ids: readonly AccountId[],
): AsyncGenerator<AccountRecord> {
  for (const id of new Set(ids)) {
    const stored = await kernel.store.readAccount(tenant, id);
    const account = stored && (await withHostRoles(kernel, stored, kernel.now()));
    if (account !== undefined && isViableAdministrator(policy, account)) yield account;
  }
}
