import {
  administers,
  couldAdminister,
  type Instant,
  isStranded,
  type Policy,
  reachableRoles,
  reachOf,
} from '@sallyport/core';
import type { AccountId, AccountRecord, Commit, TenantId } from '@sallyport/store';
import type { Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { allAccounts } from '../records/all-accounts.ts';
import { asLastKnown, withHostRoles } from '../records/host-roles.ts';
import { rolesOf } from '../records/roles.ts';
import { clearedForItsRoles } from './role-gain.ts';
import { isVouched } from './stranding.ts';

/**
 * Returns whether the account could act as a policy administrator: the account is not blocked, and its owner can sign in and give the
 * required proof.
 */
function isViableAdministrator(policy: Policy, account: AccountRecord, now: Instant): boolean {
  // A role that the account loses with the factors of others, such as a role of an unlinked provider, does not count.
  const cleared = clearedForItsRoles(policy, account, now);
  const facts = factsOf(cleared, policy, now);
  return (
    cleared.block === undefined &&
    administers(policy, reachableRoles(policy, facts), 'policy') &&
    couldAdminister(policy, facts, (next) => reachOf(policy, next).impact)
  );
}

/**
 * Returns the guards and writes of a change that could strand the tenant's last policy administrator (docs/contributing/decisions.md, Administration).
 * Returns no writes if the account is no policy administrator, before or after the change. Two administrators cannot remove one another, because the
 * two changes write the same record.
 *
 * @param policy the policy that judged the change. Its version guards the commit.
 * @param after the account after the change. `undefined` if the account is deleted.
 * @param actor the author of the change. If the host gives the roles, the record may not have the author yet.
 */
export async function withAdministratorsGuard(
  kernel: Kernel,
  policy: Policy,
  before: AccountRecord | undefined,
  after: AccountRecord | undefined,
  actor?: AccountId,
): Promise<(Pick<Commit, 'administrators'> & { guards: Commit['guards'] }) | Refusal> {
  // The host's roles count before and after: no act of administration changes them. The host cannot know a new account yet.
  const told =
    kernel.resolveSubject === undefined || before === undefined ? undefined : (await asLastKnown(kernel, before)).roles;
  const was =
    before !== undefined &&
    administers(policy, rolesOf({ ...before, roles: told ?? before.roles }, policy.gives), 'policy');
  const will =
    after !== undefined &&
    administers(policy, rolesOf({ ...after, roles: told ?? after.roles }, policy.gives), 'policy');
  const subject = after ?? before;
  if (subject === undefined || (!was && !will)) return { guards: {} };
  const { tenant, id } = subject;
  const record = await kernel.store.readAdministrators(tenant);
  const known = [
    ...(record?.accountIds ?? []),
    ...(kernel.resolveSubject === undefined || actor === undefined ? [] : [actor]),
  ];
  const others = [...new Set(known)].filter((other) => other !== id);
  const isSafe =
    !was ||
    isReaddressed(before, after) ||
    (after !== undefined &&
      isViableAdministrator(policy, told === undefined ? after : { ...after, roles: told }, kernel.now()));
  const keeper = isSafe ? undefined : await keeperBeside(kernel, policy, tenant, id, others);
  if (!isSafe && keeper === undefined) return { refused: 'policy-strands-administrators' };
  const current = record?.version ?? 0;
  const stay = keeper === undefined || others.includes(keeper.id) ? others : [...others, keeper.id];
  return {
    guards: { administrators: current },
    administrators: { tenant, version: current + 1, accountIds: will ? [...stay, id] : stay },
  };
}

/** Returns whether only the address of an invited person changed. Nobody has signed in to the account yet, so the change takes no administrator away. */
function isReaddressed(before: AccountRecord | undefined, after: AccountRecord | undefined): boolean {
  if (before?.invited !== true || after?.invited !== true) return false;
  return after.email !== undefined && after.email.address !== before.email?.address;
}

/**
 * Returns the guards and writes of a new host's key, under which the host may know other roles, or nobody. A key that takes nothing is not
 * guarded: its account could not administer the policy before, or still can.
 */
export async function withKeyGuard(
  kernel: Kernel,
  policy: Policy,
  before: AccountRecord,
  after: AccountRecord,
): ReturnType<typeof withAdministratorsGuard> {
  if (kernel.resolveSubject === undefined || before.externalId === after.externalId) return { guards: {} };
  const now = kernel.now();
  if (!isViableAdministrator(policy, await asLastKnown(kernel, before), now)) return { guards: {} };
  const told = await withHostRoles(kernel, after, now);
  if (told !== undefined && isViableAdministrator(policy, told, now)) return { guards: {} };
  return withAdministratorsGuard(kernel, policy, before, undefined);
}

/**
 * Returns an account that could act as a policy administrator without this account. Candidates are the accounts in the record. If the
 * host gives the roles, every account with such a role is a candidate, because no act of administration recorded the role.
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
 * Returns the guards and writes of a sign-in with roles from a provider. A role of policy administration adds the account to the tenant's
 * administrators. A lost role removes the account from the record if another account could act as a policy administrator. Otherwise the record stays.
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

/**
 * Returns whether somebody administers the policy: a policy administrator could act, or signs in with an unused enrollment code.
 */
export async function isAdministered(kernel: Kernel, policy: Policy, tenant: TenantId): Promise<boolean> {
  const ids = (await kernel.store.readAdministrators(tenant))?.accountIds ?? [];
  if ((await firstViable(kernel, policy, tenant, ids)) !== undefined) return true;
  for (const id of ids) {
    const account = await kernel.store.readAccount(tenant, id);
    const now = kernel.now();
    if (account === undefined || account.block !== undefined || !isVouched(account, now)) continue;
    const isOfPolicy = administers(policy, rolesOf(account, policy.gives), 'policy');
    if (isOfPolicy && !isStranded(policy, factsOf(account, policy, now), true)) return true;
  }
  return false;
}

/** Returns the first of these accounts that could act as a policy administrator, with the host's current roles. */
export async function firstViable(
  kernel: Kernel,
  policy: Policy,
  tenant: TenantId,
  ids: readonly AccountId[],
): Promise<AccountRecord | undefined> {
  for await (const account of viableAdministrators(kernel, policy, tenant, ids)) return account;
  return undefined;
}

/** Returns the accounts that could act as a policy administrator, with the host's current roles. */
export async function* viableAdministrators(
  kernel: Kernel,
  policy: Policy,
  tenant: TenantId,
  ids: readonly AccountId[],
): AsyncGenerator<AccountRecord> {
  for (const id of new Set(ids)) {
    const stored = await kernel.store.readAccount(tenant, id);
    const account = stored && (await withHostRoles(kernel, stored, kernel.now()));
    if (account !== undefined && isViableAdministrator(policy, account, kernel.now())) yield account;
  }
}
