import type { Entry } from 'ldapts';
import { userIdOf } from './common-name.ts';
import { escapeFilterValue } from './escape.ts';
import { texts } from './identity.ts';
import type { LdapGroups } from './options.ts';

/**
 * `undefined` if there is nothing to look for: no role, or a filter with `{uid}` and an entry without one. An owner who may write the own entry
 * can add the `uid` of somebody else to it, and cannot rename the entry.
 */
export function filterOfListedGroups(
  { filter: template, uidFrom }: Pick<LdapGroups, 'filter' | 'uidFrom'>,
  entry: Entry,
  roles: readonly string[],
): string | undefined {
  const uid = template.includes('{uid}') ? uidOf(entry, uidFrom) : '';
  if (roles.length === 0 || uid === undefined) return undefined;
  const names = roles.map((role) => `(cn=${escapeFilterValue(role)})`);
  const listing = template.replaceAll(/\{(uid|dn)\}/g, (_, place) =>
    escapeFilterValue(place === 'uid' ? uid : entry.dn),
  );
  return `(&(|${names.join('')})${listing})`;
}

function uidOf(entry: Entry, uidFrom: LdapGroups['uidFrom']): string | undefined {
  if (uidFrom !== 'protected-attribute') return userIdOf(entry.dn);
  const [uid, ...others] = texts(entry, 'uid');
  return others.length === 0 ? uid || undefined : undefined;
}
