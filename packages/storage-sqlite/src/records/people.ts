import {
  type AccountRecord,
  type Listed,
  type ListedPerson,
  type PeopleAsked,
  type PeopleOrder,
  pageOf,
  placeOf,
  type TenantId,
} from '@sallyport/store';
import type { Connection } from '../connection/connection.ts';
import type { Row } from '../connection/row.ts';
import { isStorable, list, storable } from '../connection/texts.ts';
import { searchFor } from './accounts.ts';
import { Where } from './where.ts';

const KEYS: Readonly<Record<PeopleOrder, string>> = {
  id: `''`,
  identifier: 'a.first_name',
  newest: 'a.created_at',
  'last-sign-in': 'a.signed_in_at',
};

export function listPeople(connection: Connection, tenant: TenantId, asked: PeopleAsked): Listed<ListedPerson> {
  const { order = 'id', now, limit } = asked;
  const key = KEYS[order];
  const where = conditionsOf(tenant, asked);
  const by = { id: 'a.id', identifier: `${key}, a.id`, newest: `${key} desc, a.id` };
  const rows = connection.all(
    `select a.id, a.doc, a.signed_in_at, ${key} as key, (
      select count(*) from sallyport_session s where s.tenant = a.tenant and s.account_id = a.id and s.epoch = a.epoch and s.ends_at > ?
    ) as sessions
    from sallyport_account a where ${where.sql} order by ${order === 'last-sign-in' ? `${key} desc, a.id` : by[order]} limit ?`,
    now,
    ...where.values,
    limit + 1,
  );
  const { items, next } = pageOf(rows, limit, (row) => placeOfRow(row, order));
  return { items: items.map(personOf), ...(next !== undefined && { next }) };
}

function personOf(row: Row): ListedPerson {
  return {
    account: row.record<AccountRecord>(),
    ...(row.has('signed_in_at') && { lastSignInAt: row.instant('signed_in_at') }),
    sessions: row.number('sessions'),
  };
}

function conditionsOf(tenant: TenantId, asked: PeopleAsked): Where {
  const { query, profiles, ids, signedIn, order = 'id' } = asked;
  const where = new Where().and('a.tenant = ?', storable(tenant));
  searchFor(where, query);
  if (profiles !== undefined) where.and('a.profile in (select value from json_each(?))', list(profiles));
  if (ids !== undefined) where.and('a.id in (select value from json_each(?))', list(ids));
  if (signedIn === 'never') where.and('a.signed_in_at is null');
  else if (signedIn !== undefined) where.and('a.signed_in_at < ?', signedIn.before);
  const after = placeIn(asked);
  if (after === undefined) return where;
  const { key, id } = after;
  const column = KEYS[order];
  if (order === 'id') return where.and('a.id > ?', id);
  if (order === 'identifier') return where.and(`(${column}, a.id) > (?, ?)`, key, id);
  if (key === null) return where.and(`${column} is null and a.id > ?`, id);
  return where.and(`(${column} < ? or (${column} = ? and a.id > ?) or ${column} is null)`, key, key, id);
}

function placeOfRow(row: Row, order: PeopleOrder): string {
  const isText = order === 'id' || order === 'identifier';
  const key = isText ? row.text('key') : row.has('key') ? row.number('key') : null;
  return JSON.stringify([order, key, row.text('id')]);
}

function placeIn(asked: PeopleAsked): { readonly key: string | number | null; readonly id: string } | undefined {
  const { order: asking = 'id' } = asked;
  try {
    const [order, key, id]: unknown[] = JSON.parse(placeOf(asked) ?? '');
    if (order !== asking || !isKeepable(id)) return undefined;
    if (asking === 'id' || asking === 'identifier') return isKeepable(key) ? { key, id } : undefined;
    return key === null || (typeof key === 'number' && Number.isSafeInteger(key)) ? { key, id } : undefined;
  } catch {
    return undefined;
  }
}

function isKeepable(value: unknown): value is string {
  return typeof value === 'string' && isStorable(value);
}
