import { methodBit, type Policy } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import type { Directory } from '@sallyport/store/providers';
import { externalIdAt } from '../factors/sso-and-ldap.ts';

export type PasswordSource = 'password' | 'ldap';

/**
 * What a password is tried against: never against both. An account has one source; where nobody here has the identifier, only the
 * directory could know it.
 *
 * @param asked what the person said, where one identifier could mean both
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
