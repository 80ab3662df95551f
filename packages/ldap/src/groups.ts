import type { Entry } from 'ldapts';
import { escapeFilterValue } from './escape.ts';
import { texts } from './identity.ts';

/** `undefined` if there is nothing to look for: no role, or an entry without a `uid` that the filter names. */
export function filterOfListedGroups(template: string, entry: Entry, roles: readonly string[]): string | undefined {
  const uids = template.includes('{uid}') ? texts(entry, 'uid') : [''];
  if (roles.length === 0 || uids.length === 0) return undefined;
  const names = roles.map((role) => `(cn=${escapeFilterValue(role)})`);
  const listing = uids.map((uid) =>
    template.replaceAll(/\{(uid|dn)\}/g, (_, place) => escapeFilterValue(place === 'uid' ? uid : entry.dn)),
  );
  return `(&(|${names.join('')})(|${listing.join('')}))`;
}
