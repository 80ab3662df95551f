import { type Instant, instant } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { rolesOf } from './roles.ts';

/** An account whose roles changed, which remembers since when it has had each that it gained: sessions from before are judged by that. */
export function withGains(before: AccountRecord, after: AccountRecord, now: Instant): AccountRecord {
  const [had, has] = [rolesOf(before), rolesOf(after)];
  const kept = (before.roleGains ?? []).filter(({ role }) => had.includes(role) && has.includes(role));
  const gained = has.filter((role) => !had.includes(role)).map((role) => ({ role, at: instant(now) }));
  const { roleGains: _, ...rest } = after;
  const roleGains = [...kept, ...gained];
  return roleGains.length === 0 ? rest : { ...rest, roleGains };
}

/** The account without some roles, from the host, a provider or an administrator. */
export function withoutRoles(account: AccountRecord, gone: readonly string[]): AccountRecord {
  const stays = (role: string): boolean => !gone.includes(role);
  const { roles, providerRoles = {} } = account;
  const rest = Object.entries(providerRoles).map(([provider, given]) => [provider, given.filter(stays)] as const);
  return { ...account, roles: roles.filter(stays), providerRoles: Object.fromEntries(rest) };
}
