import type { PasswordRules } from './password-rules.ts';

/** The passwords of an account, as hashes. */
export interface AccountPasswords {
  /** The present password. Absent: none. `hash` is absent if another system keeps the hash. */
  readonly present?: { readonly id: string; readonly hash?: string };
  /** The hashes of former passwords, the newest first. */
  readonly former: readonly string[];
}

/** Returns the hashes that a new password is compared with, the newest first: the present password and the former ones, up to `history`. */
export function comparedPasswords(
  { history }: PasswordRules,
  { present, former }: AccountPasswords,
): readonly string[] {
  const places = present !== undefined && present.hash === undefined ? history - 1 : history;
  return [...(present?.hash === undefined ? [] : [present.hash]), ...former].slice(0, Math.max(0, places));
}

/**
 * Returns the former passwords to be kept with an account after a change, the newest first. A password that was replaced or removed becomes
 * the newest. With the present password there are never more than `history`.
 *
 * @param former the former passwords after the change, without the password that the change replaced
 */
export function formerPasswordsAfter(
  { history }: PasswordRules,
  before: AccountPasswords['present'],
  after: AccountPasswords['present'],
  former: readonly string[],
): readonly string[] {
  const replaced = before?.hash !== undefined && before.id !== after?.id ? [before.hash] : [];
  return [...replaced, ...former].slice(0, Math.max(0, after === undefined ? history : history - 1));
}
