import { type GivenRoles, type Instant, instant, type Policy } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';

type WithRoles = Pick<AccountRecord, 'roles' | 'providerRoles' | 'providerRolesAt' | 'externalIds'>;
type Gives = Policy['gives'];

export function rolesOf(account: WithRoles, gives?: Gives): readonly string[] {
  const { externalIds = [], providerRoles } = account;
  if (providerRoles === undefined) return account.roles;
  const linked = externalIds.filter(({ provider }) => Object.hasOwn(providerRoles, provider));
  const given = linked.flatMap(({ provider }) => counted(gives, provider, providerRoles[provider] ?? []));
  return [...new Set([...account.roles, ...given])];
}

export function rolesGivenBy({ providerRoles }: WithRoles, provider: string, gives: Gives): readonly string[] {
  return counted(gives, provider, providerRoles?.[provider] ?? []);
}

export function givenRoles(account: WithRoles, gives: Gives): readonly GivenRoles[] | undefined {
  const { roles: own, providerRoles, providerRolesAt, externalIds = [] } = account;
  if (providerRoles === undefined) return undefined;
  const given = Object.entries(providerRoles).flatMap(([provider, told]): GivenRoles[] => {
    const link = externalIds.find((one) => one.provider === provider);
    const roles = counted(gives, provider, told).filter((role) => !own.includes(role));
    if (link === undefined || roles.length === 0) return [];
    return [{ method: link.method, provider, roles, saidAt: providerRolesAt?.[provider] ?? link.linkedAt }];
  });
  return given.length === 0 ? undefined : given;
}

function counted(gives: Gives, provider: string, roles: readonly string[]): readonly string[] {
  return gives === undefined ? roles : roles.filter((role) => gives[provider]?.includes(role) === true);
}

export function areSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((member) => others.includes(member));
}

export function withGains(before: AccountRecord, after: AccountRecord, now: Instant): AccountRecord {
  const [had, has] = [rolesOf(before), rolesOf(after)];
  const kept = (before.roleGains ?? []).filter(({ role }) => had.includes(role) && has.includes(role));
  const gained = has.filter((role) => !had.includes(role)).map((role) => ({ role, at: instant(now) }));
  const { roleGains: _, ...rest } = after;
  const roleGains = [...kept, ...gained];
  return roleGains.length === 0 ? rest : { ...rest, roleGains };
}

export function withoutRoles(account: AccountRecord, gone: readonly string[]): AccountRecord {
  const stays = (role: string): boolean => !gone.includes(role);
  const { roles, providerRoles = {} } = account;
  const rest = Object.entries(providerRoles).map(([provider, given]) => [provider, given.filter(stays)] as const);
  return { ...account, roles: roles.filter(stays), providerRoles: Object.fromEntries(rest) };
}
