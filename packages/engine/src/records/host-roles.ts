import { type Instant, instant } from '@sallyport/core';
import type { ResolveSubject } from '../api/host.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { StoreUnavailable } from '../store/faults.ts';
import type { AccountRecord } from '../store/records.ts';

/** A host that cannot tell the roles is a fault like the store's own: nothing is decided without them. @throws StoreUnavailable */
async function askHost(
  resolveSubject: ResolveSubject,
  { id, tenant }: AccountRecord,
): Promise<readonly string[] | undefined> {
  try {
    return await resolveSubject(id, tenant);
  } catch (cause) {
    throw new StoreUnavailable({ cause, operation: 'resolveSubject' });
  }
}

/** The account with the roles the host tells, where it tells any; `undefined` where the host does not know whose it is. */
export async function withHostRoles(
  kernel: Kernel,
  account: AccountRecord,
  now: Instant,
): Promise<AccountRecord | undefined> {
  if (kernel.resolveSubject === undefined) return account;
  const told = await askHost(kernel.resolveSubject, account);
  if (told === undefined) return undefined;
  const roles = [...told];
  const same =
    account.rolesAt !== undefined &&
    roles.length === account.roles.length &&
    roles.every((role) => account.roles.includes(role));
  return same ? account : { ...account, roles, rolesAt: instant(now) };
}

/** An account with the roles the host tells now; where the host does not know it, with those it had last. */
export async function asLastKnown(kernel: Kernel, account: AccountRecord): Promise<AccountRecord> {
  return (await withHostRoles(kernel, account, kernel.now())) ?? account;
}
