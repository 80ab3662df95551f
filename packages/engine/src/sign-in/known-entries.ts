import type { AccountRecord } from '@sallyport/store';
import type { Directory, DirectoryEntry } from '@sallyport/store/providers';
import { externalIdAt } from '../factors/sso-and-ldap.ts';

/** The members of an entry by which guesses are counted. `key` is absent if only the account's link is known. */
export type KnownEntry = Partial<Pick<DirectoryEntry, 'key' | 'subject'>>;

/** The most names that a process remembers for one directory. The oldest name is forgotten first. */
const MOST_NAMES = 10_000;

const REMEMBERED: WeakMap<Directory, Map<string, KnownEntry>> = new WeakMap();

/**
 * The entry that is expected for a name, without a question to the directory: the entry that the account is linked to, else the entry that
 * the name meant last in this process. `undefined` if nobody had the name, or if the name is new to this process.
 *
 * @param name a keyed hash of the name that was typed
 */
export function knownEntry(
  directory: Directory,
  account: AccountRecord | undefined,
  name: string,
): KnownEntry | undefined {
  const link = account && externalIdAt(account, directory.id);
  return link === undefined ? REMEMBERED.get(directory)?.get(name) : { subject: link.subject };
}

/** Remembers the entry that the directory found for a name, in memory. */
export function rememberEntry(directory: Directory, name: string, entry: DirectoryEntry | undefined): void {
  const names = REMEMBERED.get(directory) ?? new Map<string, KnownEntry>();
  REMEMBERED.set(directory, names);
  names.delete(name);
  if (entry === undefined) return;
  names.set(name, { key: entry.key, subject: entry.subject });
  const [oldest] = names.keys();
  if (names.size > MOST_NAMES && oldest !== undefined) names.delete(oldest);
}
