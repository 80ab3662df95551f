import { methodBit, type Policy } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import type { Directory } from '@sallyport/store/providers';
import { externalIdAt } from '../factors/sso-and-ldap.ts';

export type PasswordSource = 'password' | 'ldap';

/**
 * Returns the one source that judges a password. An account has one source. If no account has the identifier, only the directory can know
 * it.
 *
 * @param asked the person's choice, if an identifier could mean both sources
 */
export function passwordSource(
  { id }: Directory,
  { tenant }: Policy,
  account: AccountRecord | undefined,
  asked: PasswordSource | undefined,
): PasswordSource {
  if (asked !== undefined) return asked;
  if (account?.password !== undefined) return 'password';
  if (account !== undefined && externalIdAt(account, id) !== undefined) return 'ldap';
  return (tenant.methods & methodBit('ldap')) === 0 ? 'password' : 'ldap';
}
