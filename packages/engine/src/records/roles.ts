import type { GivenRoles, Policy } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';

type WithRoles = Pick<AccountRecord, 'roles' | 'providerRoles' | 'providerRolesAt' | 'externalIds'>;
/** Which roles each provider may give today; absent: all that it gave count. */
type Gives = Policy['gives'];

/**
 * The roles that an account has or was given: its own, or those the host tells, and the roles of providers. A role that its provider may
 * not give any more, or whose provider is not configured any more, does not count.
 */
export function rolesOf(account: WithRoles, gives?: Gives): readonly string[] {
  if (account.providerRoles === undefined) return account.roles;
  const given = Object.entries(account.providerRoles).flatMap(([provider, roles]) => counted(gives, provider, roles));
  return [...new Set([...account.roles, ...given])];
}

/** The roles of providers that are not the account's own as well, by who gave them. */
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
