import { type Listed, pageOf, placeOf, searchedNames, type TenantId } from '@sallyport/store';
import type {
  ListedPersonView,
  PeopleCounts,
  PeoplePage,
  PeopleQuery,
  PeopleSort,
  RiskCode,
} from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type Counted, censusOf } from './census.ts';
import { namesShown } from './display-names.ts';

const PAGE = 50;

/** A page of accounts, with the counts of the whole tenant. */
export async function listPeople(kernel: Kernel, tenant: TenantId, query: PeopleQuery): Promise<PeoplePage> {
  const { people, counts } = await censusOf(kernel, tenant);
  const { items, next } = pageInOrder(
    people.filter((one) => matches(one, query)),
    query,
  );
  const names = await namesShown(
    kernel,
    items.map(({ account }) => account),
  );
  return { accounts: items.map((one) => entryOf(one, names)), counts, next };
}

const STATES: Readonly<Record<keyof PeopleCounts, true>> = {
  all: true,
  meets: true,
  mustEnroll: true,
  noWayIn: true,
  locked: true,
  blocked: true,
  invited: true,
};

const RISK_CODES: Readonly<Record<RiskCode, true>> = {
  'administrator-without-strong-factor': true,
  'one-passkey-only': true,
  'no-backup-codes': true,
  attacked: true,
  dormant: true,
  'never-signed-in': true,
  'policy-finding': true,
};

/** @throws TypeError if a member has the wrong type, or is not a value of its list */
export function checkQuery(query: PeopleQuery): void {
  const lists: Readonly<Record<string, object>> = { state: STATES, risk: RISK_CODES, sort: KEYS };
  for (const [name, text] of Object.entries(query)) {
    if (text === undefined) continue;
    if (typeof text !== 'string') throw new TypeError(`${name} is no text`);
    const list = lists[name];
    if (list !== undefined && !Object.hasOwn(list, text))
      throw new TypeError(`${name} is none of ${Object.keys(list).join(', ')}`);
  }
}

function matches(one: Counted, { query = '', state = 'all', role, factor, risk }: PeopleQuery): boolean {
  const { profile, status, account } = one;
  const part = query.toLowerCase();
  return (
    (state === 'all' || state === profile.group || state === status || (state === 'invited' && profile.invited)) &&
    (role === undefined || (role === '' ? profile.roles.length === 0 : profile.roles.includes(role))) &&
    (factor === undefined || profile.factors.includes(factor)) &&
    (risk === undefined || one.risks.includes(risk)) &&
    searchedNames(account).some((name) => name.toLowerCase().includes(part))
  );
}

/** Texts, and numbers with the highest first. */
type Key = readonly [key: string | number, id: string];

const KEYS: Readonly<Record<PeopleSort, (one: Counted) => string | number>> = {
  identifier: ({ account }) => account.identifiers[0] ?? '',
  '-lastSignInAt': ({ lastSignInAt }) => -(lastSignInAt ?? 0),
  '-createdAt': ({ account }) => -account.createdAt,
};

function pageInOrder(people: readonly Counted[], { sort, cursor }: PeopleQuery): Listed<Counted> {
  const keyOf = (one: Counted): Key => [sort === undefined ? '' : KEYS[sort](one), one.account.id];
  const after = placeIn(cursor);
  const sorted = people
    .map((one) => ({ one, key: keyOf(one) }))
    .filter(({ key }) => after === undefined || compared(key, after) > 0)
    .sort((a, b) => compared(a.key, b.key))
    .map(({ one }) => one);
  return pageOf(sorted.slice(0, PAGE + 1), PAGE, (one) => JSON.stringify(keyOf(one)));
}

function compared([a, id]: Key, [b, other]: Key): number {
  if (a !== b) return a < b ? -1 : 1;
  return id < other ? -1 : Number(id > other);
}

/** The place of a cursor. `undefined` (the first page) if the cursor is of no list. */
function placeIn(cursor: string | undefined): Key | undefined {
  try {
    const place: unknown = JSON.parse(placeOf({ cursor, limit: PAGE }) ?? '');
    if (!Array.isArray(place)) return undefined;
    const [key, id] = place;
    return (typeof key === 'string' || typeof key === 'number') && typeof id === 'string' ? [key, id] : undefined;
  } catch {
    return undefined;
  }
}

function entryOf(
  { account, profile, status, lastSignInAt, sessions }: Counted,
  names: ReadonlyMap<string, string>,
): ListedPersonView {
  return {
    accountId: account.id,
    externalId: account.externalId,
    identifiers: account.identifiers,
    displayName: names.get(account.id),
    createdAt: account.createdAt,
    roles: profile.roles,
    status,
    meets: profile.group === 'meets',
    group: profile.group,
    factors: profile.factors,
    lastSignInAt,
    sessions,
  } satisfies Record<keyof ListedPersonView, unknown>;
}
