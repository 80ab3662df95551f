import type { DirectoryFound, DirectoryIdentity } from '@sallyport/store/providers';
import type { Entry, Filter, SearchOptions } from 'ldapts';
import { escapeFilterValue } from './escape.ts';
import { folded } from './fold.ts';
import { asking, guidBytesOf, identityOf, subjectOf } from './identity.ts';
import { People, readEntry } from './people.ts';
import { prepared } from './prepare.ts';
import { SearchPool } from './search-pool.ts';
import { PLACE, type SearchWay, type Settings } from './settings.ts';
import { unreadable } from './unreadable.ts';
import type { Way } from './way.ts';

/** An entry is searched, and then its password is asked. */
export function searchThenBind(settings: Settings, way: SearchWay): Way {
  const pool = new SearchPool(settings, way);
  const people = new People(settings);

  /** What the account that searches may read of an entry; who searches as nobody may read less than its owner. */
  const described = async (dn: string, own: Entry | undefined, signal: AbortSignal): Promise<DirectoryIdentity> => {
    const read = way.account && (await pool.ask(signal, (connection) => readEntry(connection, dn, signal)));
    const identity = (read && identityOf(read, settings.roles)) ?? (own && identityOf(own, settings.roles));
    return identity ?? unreadable(dn);
  };

  /** The one entry that a filter means. */
  const oneOf = async (filter: Filter | string, signal: AbortSignal): Promise<DirectoryFound> => {
    const options: SearchOptions = {
      scope: 'sub',
      filter,
      ...asking('entryUUID', 'objectGUID'),
      // With a limit of one, two would look like one.
      sizeLimit: 2,
      timeLimit: Math.ceil(settings.within / 1000),
    };
    const entries = await pool.ask(signal, (connection) => connection.search(way.base, options, signal));
    const [entry] = entries;
    if (entry === undefined) return { outcome: 'none' };
    if (entries.length > 1) return { outcome: 'ambiguous' };
    const subject = subjectOf(entry);
    return {
      outcome: 'found',
      entry: { key: subject ?? folded(entry.dn), dn: entry.dn, subject },
    };
  };

  return {
    async find(identifier, signal) {
      const value = prepared(identifier);
      if (value === '') return { outcome: 'none' };
      return oneOf(
        way.filter.replaceAll(PLACE, () => escapeFilterValue(value)),
        signal,
      );
    },
    async findBySubject(subject, signal) {
      const filter = await filterOfSubject(way.filter, subject);
      return filter === undefined ? { outcome: 'none' } : oneOf(filter, signal);
    },
    async verify({ dn, subject }, password, signal) {
      const own = await people.ask(dn, password, signal);
      if (own === 'refused') return undefined;
      const identity = await described(dn, own, signal);
      // The name was given to another entry since it was found.
      return subject === undefined || identity.subject === subject ? identity : undefined;
    },
    close: () => pool.close(),
  };
}

/** The entry of an id, of those that the host's filter lets in, whatever they are called. */
async function filterOfSubject(template: string, subject: string): Promise<Filter | undefined> {
  const { AndFilter, EqualityFilter, FilterParser, OrFilter } = await import('ldapts');
  const value = guidBytesOf(subject);
  if (value === undefined) return undefined;
  const byId = [
    new EqualityFilter({ attribute: 'entryUUID', value: subject }),
    new EqualityFilter({ attribute: 'objectGUID', value }),
  ];
  const letIn = FilterParser.parseString(template.replaceAll(PLACE, '*'));
  return new AndFilter({ filters: [letIn, new OrFilter({ filters: byId })] });
}
