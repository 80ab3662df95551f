import { methodBit, type Policy } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';

/** The entry of a directory that the app gave up counts for nothing. */
export function hasDirectoryPassword(
  { externalIds = [] }: AccountRecord,
  { brought }: Pick<Policy, 'brought'>,
): boolean {
  return (brought & methodBit('ldap')) !== 0 && externalIds.some(({ method }) => method === 'ldap');
}
