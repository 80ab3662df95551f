import { administers, couldAdminister, type Instant, type Policy, reachableRoles, reachOf } from '@sallyport/core';
import type { AccountId, AccountRecord, Commit, TenantId } from '@sallyport/store';
import type { Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { factsOf } from '../factors/facts.ts';
import { helpsInNow } from '../factors/help-in-code.ts';
import { standingCode, standingCodes } from '../factors/standing-code.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { allAccounts } from '../state/all-accounts.ts';
import { asLastKnown, withHostRoles } from '../state/host-roles.ts';
import { rolesOf } from '../state/roles.ts';
import { clearedForItsRoles } from './role-gain.ts';
import { isVouched, strandsOwner } from './stranding.ts';

function isViableAdministrator(policy: Policy, account: AccountRecord, now: Instant): boolean {
  // A role that goes with the factors of others does not count.
  const cleared = clearedForItsRoles(policy, account, now);
  const facts = factsOf(cleared, policy, now);
  return (
    cleared.block === undefined &&
    administers(policy, reachableRoles(policy, facts), 'policy') &&
    couldAdminister(policy, facts, (next) => reachOf(policy, next).impact)
  );
}

/** Two administrators cannot remove one another, because both changes write one record. */
export async function withAdministratorsGuard(
  kernel: Kernel,
  policy: Policy,
  before: AccountRecord | undefined,
  after: AccountRecord | undefined,
  actor?: AccountId,
): Promise<(Pick<Commit, 'administrators'> & { guards: Commit['guards'] }) | Refusal> {
  // No act of administration changes the host's roles.
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
  const listed = [
    ...(record?.accountIds ?? []),
    ...(kernel.resolveSubject === undefined || actor === undefined ? [] : [actor]),
  ];
  const others = [...new Set(listed)].filter((other) => other !== id);
  const known = (account: AccountRecord): AccountRecord => (told === undefined ? account : { ...account, roles: told });
  const now = kernel.now();
  const isSafe =
    !was ||
    isReaddressed(before, after) ||
    (after !== undefined &&
      (isViableAdministrator(policy, known(after), now) ||
        (will && (await takesNothing(kernel, policy, known(before), known(after), now)))));
  const keeper = isSafe ? undefined : await keeperBeside(kernel, policy, tenant, id, others);
  if (!isSafe && keeper === undefined) return { refused: 'policy-strands-administrators' };
  const current = record?.version ?? 0;
  const stay = keeper === undefined || others.includes(keeper.id) ? others : [...others, keeper.id];
  return {
    guards: { administrators: current },
    administrators: { tenant, version: current + 1, accountIds: will ? [...stay, id] : stay },
  };
}

/** An account that could not administer before the act keeps the role, and what a code of an administrator opens. */
async function takesNothing(
  kernel: Kernel,
  policy: Policy,
  before: AccountRecord,
  after: AccountRecord,
  now: Instant,
): Promise<boolean> {
  if (isViableAdministrator(policy, before, now)) return false;
  const as = await standingCodes(kernel, policy, before, after);
  return (
    (isAwaited(policy, as.after, now) || !isAwaited(policy, as.before, now)) &&
    (couldBeHelped(policy, after, now) || !couldBeHelped(policy, before, now))
  );
}

function isAwaited(policy: Policy, account: AccountRecord, now: Instant): boolean {
  if (!isVouched(account, now) || !couldBeHelped(policy, account, now)) return false;
  // A plain code brings no password, and is no first proof where the person may not use a password.
  const isMailed = account.enrollmentCode?.mailed === true;
  return isMailed || helpsInNow(policy, account, now) === 'first' || !strandsOwner(policy, account, now);
}

/** An invitation, and the code of a help-in after a lost password, bring a new password too. */
function couldBeHelped(policy: Policy, account: AccountRecord, now: Instant): boolean {
  if (account.block !== undefined || !administers(policy, rolesOf(account, policy.gives), 'policy')) return false;
  const facts = factsOf(account, policy, now);
  const withoutPassword = { ...facts, factors: { ...facts.factors, password: undefined } };
  return [facts, withoutPassword].some((each) => reachOf(policy, each, 'by-invitation').impact !== 'stranded');
}

/** Nobody has signed in to an invited account yet, so the change takes no administrator away. */
function isReaddressed(before: AccountRecord | undefined, after: AccountRecord | undefined): boolean {
  if (before?.invited !== true || after?.invited !== true) return false;
  return after.email !== undefined && after.email.address !== before.email?.address;
}

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

/** No act recorded a role from the host, so every account with such a role is asked. */
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

export async function isAdministered(kernel: Kernel, policy: Policy, tenant: TenantId): Promise<boolean> {
  const ids = (await kernel.store.readAdministrators(tenant))?.accountIds ?? [];
  if ((await firstViable(kernel, policy, tenant, ids)) !== undefined) return true;
  for (const id of ids) {
    const account = await kernel.store.readAccount(tenant, id);
    if (account === undefined) continue;
    if (isAwaited(policy, await standingCode(kernel, policy, account), kernel.now())) return true;
  }
  return false;
}

export async function firstViable(
  kernel: Kernel,
  policy: Policy,
  tenant: TenantId,
  ids: readonly AccountId[],
): Promise<AccountRecord | undefined> {
  for await (const account of viableAdministrators(kernel, policy, tenant, ids)) return account;
  return undefined;
}

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
