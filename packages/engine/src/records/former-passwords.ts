import type { Policy } from '@sallyport/core';
import { formerPasswordsAfter } from '@sallyport/core/passwords';
import type { AccountRecord } from '@sallyport/store';
import { passwordsOf } from '../kernel/passwords/new-password.ts';

/**
 * The account with the hashes of its former passwords, in the commit that replaces or removes its password. A commit under a policy with a
 * shorter history removes the hashes that are too many.
 *
 * @param before absent if the account is new
 */
export function withFormerPasswords(
  { passwords: rules }: Policy,
  before: AccountRecord | undefined,
  next: AccountRecord,
): AccountRecord {
  const { present, former } = passwordsOf(next);
  const kept = formerPasswordsAfter(rules, before && passwordsOf(before).present, present, former);
  if (kept.length === former.length && kept[0] === former[0]) return next;
  const { formerPasswords: _, ...rest } = next;
  return kept.length === 0 ? rest : { ...rest, formerPasswords: kept };
}
