import type { AccountRecord } from '../store/records.ts';

/** The roles that an account has: its own, or those the host tells, and those that providers gave it. */
export function rolesOf({ roles, providerRoles }: Pick<AccountRecord, 'roles' | 'providerRoles'>): readonly string[] {
  return providerRoles === undefined ? roles : [...new Set([...roles, ...Object.values(providerRoles).flat()])];
}
