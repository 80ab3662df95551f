import type { DirectoryFound, DirectoryIdentity } from '@sallyport/store/providers';
import type { Entry, Filter, SearchOptions } from 'ldapts';
import { domainOf, downLevelOf, filterOfName } from './active-directory.ts';
import { escapeFilterValue } from './escape.ts';
import { folded } from './fold.ts';
import { filterOfListedGroups } from './groups.ts';
import { asking, guidBytesOf, identityOf, isUniqueId, subjectOf } from './identity.ts';
import { NestedGroups } from './nested-groups.ts';
import { NetBiosName } from './net-bios-name.ts';
import { People, readEntry } from './people.ts';
import { prepared } from './prepare.ts';
import { SearchPool } from './search-pool.ts';
import { PLACE, type SearchWay, type Settings } from './settings.ts';
import { isActive, standingOf } from './standing.ts';
import { unreadable } from './unreadable.ts';
import type { Way } from './way.ts';

export function searchThenBind(settings: Settings, way: SearchWay): Way {
  const pool = new SearchPool(settings, way);
  const people = new People(settings);

  const domain = domainOf(way.base);
  const netBios = new NetBiosName(pool, domain);

  const nested = new NestedGroups(pool, { base: way.base, domain, roles: settings.roles });

  const listedGroupsOf = async (entry: Entry, signal: AbortSignal): Promise<readonly string[]> => {
    const { groups } = way;
    if (groups === undefined) return [];
    const filter = filterOfListedGroups(groups, entry, settings.roles);
    if (filter === undefined) return [];
    const options: SearchOptions = { scope: 'sub', filter, attributes: ['cn'] };
    const found = await pool.ask(signal, (connection) => connection.search(groups.base, options, signal));
    return found.map((group) => group.dn);
  };

  const filterFor = async (typed: string, signal: AbortSignal): Promise<string | undefined> => {
    const { names } = way;
    if (names === undefined) return way.filter.replaceAll(PLACE, () => escapeFilterValue(typed));
    const isDownLevel = names.includes('down-level') && downLevelOf(typed) !== undefined;
    const found = filterOfName(typed, names, domain, isDownLevel ? await netBios.read(signal) : undefined);
    return found && `(&${way.filter}${found})`;
  };

  /** The search account may read what the owner may not. */
  const described = async (dn: string, own: Entry | undefined, signal: AbortSignal): Promise<DirectoryIdentity> => {
    const read = way.account && (await pool.ask(signal, (connection) => readEntry(connection, dn, signal)));
    const entry = [read, own].find((one) => one !== undefined && subjectOf(one) !== undefined);
    if (entry === undefined) return unreadable(dn);
    const groups = [...(way.nestedGroups ? await nested.of(dn, signal) : []), ...(await listedGroupsOf(entry, signal))];
    return identityOf(entry, settings.roles, groups) ?? unreadable(dn);
  };

  /** @param id somebody may write the id of another entry into the own entry */
  const oneOf = async (filter: Filter | string, signal: AbortSignal, id?: string): Promise<DirectoryFound> => {
    const options: SearchOptions = {
      scope: 'sub',
      filter,
      ...asking('entryUUID', 'objectGUID', 'nsUniqueId'),
      // A limit of one would hide a second match.
      sizeLimit: id === undefined ? 2 : MOST_WITH_ID,
      timeLimit: Math.ceil(settings.within / 1000),
    };
    const matches = await pool.ask(signal, (connection) => connection.search(way.base, options, signal));
    const entries = id === undefined ? matches : matches.filter((one) => subjectOf(one) === id);
    const [entry] = entries;
    if (entry === undefined) return { outcome: 'none' };
    if (entries.length > 1) return { outcome: 'ambiguous' };
    const subject = subjectOf(entry);
    return {
      outcome: 'found',
      entry: { key: subject ?? folded(entry.dn), dn: entry.dn, subject },
    };
  };

  const findBySubject = async (subject: string, signal: AbortSignal): Promise<DirectoryFound> => {
    const filter = await filterOfSubject(way.filter, subject);
    return filter === undefined ? { outcome: 'none' } : oneOf(filter, signal, subject.toLowerCase());
  };

  return {
    async find(identifier, signal) {
      const value = prepared(identifier);
      if (value === '') return { outcome: 'none' };
      const filter = await filterFor(value, signal);
      return filter === undefined ? { outcome: 'none' } : oneOf(filter, signal);
    },
    findBySubject,
    async admits(subject, signal) {
      const found = await findBySubject(subject, signal);
      if (found.outcome !== 'found') return false;
      const { dn } = found.entry;
      const [entry] = await pool.ask(signal, (connection) => connection.search(dn, standingOf(), signal));
      return entry !== undefined && isActive(entry, Date.now());
    },
    async verify({ dn, subject }, password, signal) {
      const judged = await people.ask(dn, password, signal);
      if (judged.outcome === 'refused') return judged.why;
      const identity = await described(dn, judged.own, signal);
      // If the ids differ, another entry got the name after `find`.
      return subject === undefined || identity.subject === subject ? identity : undefined;
    },
    close: () => pool.close(),
  };
}

const MOST_WITH_ID = 25;

export async function filterOfSubject(template: string, subject: string): Promise<Filter | undefined> {
  const { AndFilter, EqualityFilter, FilterParser, OrFilter } = await import('ldapts');
  const letIn = FilterParser.parseString(template.replaceAll(PLACE, '*'));
  if (isUniqueId(subject))
    return new AndFilter({ filters: [letIn, new EqualityFilter({ attribute: 'nsUniqueId', value: subject })] });
  const value = guidBytesOf(subject);
  if (value === undefined) return undefined;
  const byId = [
    new EqualityFilter({ attribute: 'entryUUID', value: subject }),
    new EqualityFilter({ attribute: 'objectGUID', value }),
  ];
  return new AndFilter({ filters: [letIn, new OrFilter({ filters: byId })] });
}
