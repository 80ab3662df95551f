import type { Entry } from 'ldapts';
import { userIdOf } from './common-name.ts';
import { escapeFilterValue } from './escape.ts';

/**
 * `undefined` if there is nothing to look for: no role, or a filter with `{uid}` and an entry that no `uid` names. An owner who may write the
 * own entry can add the `uid` of somebody else to it, and cannot rename the entry.
 */
export function filterOfListedGroups(template: string, { dn }: Entry, roles: readonly string[]): string | undefined {
  const uid = template.includes('{uid}') ? userIdOf(dn) : '';
  if (roles.length === 0 || uid === undefined) return undefined;
  const names = roles.map((role) => `(cn=${escapeFilterValue(role)})`);
  const listing = template.replaceAll(/\{(uid|dn)\}/g, (_, place) => escapeFilterValue(place === 'uid' ? uid : dn));
  return `(&(|${names.join('')})${listing})`;
}
