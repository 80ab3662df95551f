import { type Instant, instant } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { rolesOf } from './roles.ts';

/**
 * Returns the account after a change of roles, with the start of each gained role. Sessions from before the start are judged by this
 * instant.
 */
export function withGains(before: AccountRecord, after: AccountRecord, now: Instant): AccountRecord {
  const [had, has] = [rolesOf(before), rolesOf(after)];
  const kept = (before.roleGains ?? []).filter(({ role }) => had.includes(role) && has.includes(role));
  const gained = has.filter((role) => !had.includes(role)).map((role) => ({ role, at: instant(now) }));
  const { roleGains: _, ...rest } = after;
  const roleGains = [...kept, ...gained];
  return roleGains.length === 0 ? rest : { ...rest, roleGains };
}

/** Removes roles from an account, whether the host, a provider or an administrator gave them. */
export function withoutRoles(account: AccountRecord, gone: readonly string[]): AccountRecord {
  const stays = (role: string): boolean => !gone.includes(role);
  const { roles, providerRoles = {} } = account;
  const rest = Object.entries(providerRoles).map(([provider, given]) => [provider, given.filter(stays)] as const);
  return { ...account, roles: roles.filter(stays), providerRoles: Object.fromEntries(rest) };
}
