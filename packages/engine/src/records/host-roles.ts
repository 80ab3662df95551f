import { type Denied, type Instant, instant } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { StoreUnavailable } from '@sallyport/store';
import type { ResolveSubject } from '../contract/host.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isKeepable } from './keepable.ts';
import { withGains } from './role-gains.ts';

/**
 * The roles of an account, as the host tells them; `undefined` if it does not know whose account it is. A host that cannot tell the
 * roles is a fault like the store's own, and so is one that answers what is no list of them: nothing is decided without them.
 *
 * @throws StoreUnavailable
 */
async function askHost(
  { logger }: Pick<Kernel, 'logger'>,
  resolveSubject: ResolveSubject,
  { id, tenant, externalId }: AccountRecord,
): Promise<readonly string[] | undefined> {
  try {
    const told: unknown = await resolveSubject(id, tenant, externalId);
    if (told === undefined) return undefined;
    if (areRoles(told)) return [...new Set(told)];
    throw new TypeError('resolveSubject answered neither a list of roles nor undefined');
  } catch (cause) {
    const because = cause instanceof Error ? cause.message : undefined;
    logger.error('the host could not say which roles somebody has', { accountId: id, because });
    throw new StoreUnavailable({ cause, operation: 'resolveSubject' });
  }
}

function areRoles(told: unknown): told is readonly string[] {
  return Array.isArray(told) && told.every((role) => typeof role === 'string' && role !== '' && isKeepable(role));
}

/**
 * The account with the roles the host tells, if it tells any: the very object that was given if they change nothing, by which the commit
 * knows, and the account's version stays.
 *
 * @returns `undefined` if the host does not know whose it is
 */
export async function withHostRoles(
  kernel: Kernel,
  account: AccountRecord,
  now: Instant,
): Promise<AccountRecord | undefined> {
  if (kernel.resolveSubject === undefined) return account;
  const roles = await askHost(kernel, kernel.resolveSubject, account);
  if (roles === undefined) return undefined;
  const same =
    account.rolesAt !== undefined &&
    roles.length === account.roles.length &&
    roles.every((role) => account.roles.includes(role));
  if (!same) return { ...withRoles(account, roles, now), rolesAt: instant(now) };
  // Only an unchanged answer is noted here; a changed one counts from `rolesAt`, when it is written.
  kernel.rolesHeard.note(account, now);
  return account;
}

/** What comes of asking for somebody whom the host does not know: nothing is granted, and only the action log has the reason. */
export function deniedAsUnknown(): Denied & { readonly reason: 'no-way-in' } {
  return { outcome: 'denied', reason: 'no-way-in', because: [] };
}

/** The account with other roles of its own. */
export function withRoles(account: AccountRecord, roles: readonly string[], now: Instant): AccountRecord {
  return withGains(account, { ...account, roles }, now);
}

/** An account with the roles the host tells now; if the host does not know it, with those it had last. */
export async function asLastKnown(kernel: Kernel, account: AccountRecord): Promise<AccountRecord> {
  return (await withHostRoles(kernel, account, kernel.now())) ?? account;
}
