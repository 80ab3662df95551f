import { type Denied, type Instant, instant } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import type { ResolveSubject } from '../contract/host.ts';
import { HostUnavailable } from '../contract/host-unavailable.ts';
import { isKeepable } from '../kernel/keepable.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { withGains } from './roles.ts';

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

/** The same object if there is no change: the account's version stays. */
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
  kernel.rolesHeard.note(account, now);
  return account;
}

export const UNKNOWN_TO_HOST = 'unknown-to-host';

export function deniedAsUnknown(): Denied & { readonly reason: 'no-way-in' } {
  return { outcome: 'denied', reason: 'no-way-in', because: [] };
}

export function withRoles(account: AccountRecord, roles: readonly string[], now: Instant): AccountRecord {
  return withGains(account, { ...account, roles }, now);
}

export async function asLastKnown(kernel: Kernel, account: AccountRecord): Promise<AccountRecord> {
  return (await withHostRoles(kernel, account, kernel.now())) ?? account;
}
