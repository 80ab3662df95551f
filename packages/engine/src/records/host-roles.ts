import { type Denied, type Instant, instant } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import type { ResolveSubject } from '../contract/host.ts';
import { HostUnavailable } from '../contract/host-unavailable.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isKeepable } from './keepable.ts';
import { withGains } from './roles.ts';

/**
 * Asks the host for the roles of an account. Returns `undefined` if the host does not know the account. If the host cannot answer, or the
 * answer is not a list of roles, nothing is decided without the roles.
 *
 * @throws HostUnavailable if the host fails, or answers neither a list of roles nor `undefined`
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
    throw new HostUnavailable('resolveSubject', { cause });
  }
}

function areRoles(told: unknown): told is readonly string[] {
  return Array.isArray(told) && told.every((role) => typeof role === 'string' && role !== '' && isKeepable(role));
}

/**
 * Returns the account with the host's current roles. Returns the same object if there is no change, so that the commit knows and the
 * account's version stays.
 *
 * @returns `undefined` if the host does not know the account
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
  // A changed answer counts from `rolesAt`, when the commit writes the roles. So only an unchanged answer is noted here.
  kernel.rolesHeard.note(account, now);
  return account;
}

/** The reason of a denial if the host does not know the account (`resolveSubject` returned `undefined`). */
export const UNKNOWN_TO_HOST = 'unknown-to-host';

/** The decision for an account that the host does not know: nothing is granted, and only the action log has the reason. */
export function deniedAsUnknown(): Denied & { readonly reason: 'no-way-in' } {
  return { outcome: 'denied', reason: 'no-way-in', because: [] };
}

/** Replaces the account's own roles. */
export function withRoles(account: AccountRecord, roles: readonly string[], now: Instant): AccountRecord {
  return withGains(account, { ...account, roles }, now);
}

/** Returns the account with the host's current roles, or with its last roles if the host does not know the account. */
export async function asLastKnown(kernel: Kernel, account: AccountRecord): Promise<AccountRecord> {
  return (await withHostRoles(kernel, account, kernel.now())) ?? account;
}
