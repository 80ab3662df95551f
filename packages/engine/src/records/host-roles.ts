import { type Instant, instant } from '@sallyport/core';
import type { ResolveSubject } from '../api/host.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { StoreUnavailable } from '../store/faults.ts';
import type { AccountRecord } from '../store/records.ts';

/** A host that cannot tell the roles is a fault like the store's own: nothing is decided without them. @throws StoreUnavailable */
async function askHost(
  resolveSubject: ResolveSubject,
  { id, tenant, externalId }: AccountRecord,
): Promise<readonly string[] | undefined> {
  try {
    return await resolveSubject(id, tenant, externalId);
  } catch (cause) {
    throw new StoreUnavailable({ cause, operation: 'resolveSubject' });
  }
}

/** The account with the roles the host tells, if it tells any; `undefined` if the host does not know whose it is. */
export async function withHostRoles(
  kernel: Kernel,
  account: AccountRecord,
  now: Instant,
): Promise<AccountRecord | undefined> {
  if (kernel.resolveSubject === undefined) return account;
  const told = await askHost(kernel.resolveSubject, account);
  kernel.rolesHeard.note(account, now);
  if (told === undefined) return undefined;
  const roles = [...told];
  const same =
    account.rolesAt !== undefined &&
    roles.length === account.roles.length &&
    roles.every((role) => account.roles.includes(role));
  return same ? account : { ...withRoles(account, roles, now), rolesAt: instant(now) };
}

/** The account with other roles, which remembers since when it has had each that it gained: sessions from before are judged by that. */
export function withRoles(account: AccountRecord, roles: readonly string[], now: Instant): AccountRecord {
  const kept = (account.roleGains ?? []).filter(({ role }) => roles.includes(role));
  const gained = roles.filter((role) => !account.roles.includes(role)).map((role) => ({ role, at: instant(now) }));
  const { roleGains: _, ...rest } = account;
  const roleGains = [...kept, ...gained];
  return roleGains.length === 0 ? { ...rest, roles } : { ...rest, roles, roleGains };
}

/** An account with the roles the host tells now; if the host does not know it, with those it had last. */
export async function asLastKnown(kernel: Kernel, account: AccountRecord): Promise<AccountRecord> {
  return (await withHostRoles(kernel, account, kernel.now())) ?? account;
}
