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
import type { Database } from '../connection/database.ts';
import { type Row, recordOf } from '../connection/row.ts';
import type { Tables } from '../schema/tables.ts';
import { Parameters } from '../statements/statement.ts';
import { isStorable } from '../statements/storable.ts';
import { accountConditions } from './accounts.ts';

interface Order {
  readonly key: string;
  readonly isNumber: boolean;
}

const ORDERS: Readonly<Record<Exclude<PeopleOrder, 'id'>, Order>> = {
  identifier: { key: '((a.names[1]) collate "C")', isNumber: false },
  newest: { key: 'a.created_at', isNumber: true },
  'last-sign-in': { key: 'i.at', isNumber: true },
};

export async function listPeople(
  database: Database,
  table: Tables,
  tenant: TenantId,
  asked: PeopleAsked,
): Promise<Listed<ListedPerson>> {
  const parameters = new Parameters();
  const now = parameters.number(asked.now);
  const { order: name = 'id' } = asked;
  const order = name === 'id' ? undefined : ORDERS[name];
  const conditions = conditionsOf(table, parameters, tenant, asked, order);
  const id = name === 'last-sign-in' ? 'i.account_id' : 'a.id';
  const by = order === undefined ? id : `${order.key}${order.isNumber ? ' desc nulls last' : ''}, ${id}`;
  const joined = name === 'last-sign-in' || asked.signedIn !== undefined ? 'join' : 'left join';
  const text = `select p.id, p.doc::text as doc, p.signed_in_at, p.key, (
      select count(*) from ${table.session} s where s.tenant = p.tenant and s.account_id = p.id
        and s.expires_at > ${now} and ${now} - s.last_seen_at <= s.idle and (s.doc->>'epoch')::bigint = p.epoch
    ) as sessions
    from (
      select a.tenant, a.id, a.epoch, a.doc, i.at as signed_in_at, ${order?.key ?? 'null::text'} as key
      from ${table.account} a ${joined} ${table.signIn} i on i.tenant = a.tenant and i.account_id = a.id
      where ${conditions.join(' and ')} order by ${by} limit ${parameters.number(asked.limit + 1)}
    ) p`;
  const rows = await database.run('listPeople', { text, values: parameters.values });
  const { items, next } = pageOf(rows, asked.limit, (row) => placeOfRow(row, name, order));
  return { items: items.map(personOf), ...(next !== undefined && { next }) };
}

function personOf(row: Row): ListedPerson {
  return {
    account: recordOf<AccountRecord>(row),
    ...(row.has('signed_in_at') && { lastSignInAt: row.instant('signed_in_at') }),
    sessions: row.number('sessions'),
  };
}

function conditionsOf(
  table: Tables,
  parameters: Parameters,
  tenant: TenantId,
  asked: PeopleAsked,
  order: Order | undefined,
): readonly string[] {
  const { query, profiles, ids, signedIn } = asked;
  const conditions = [...accountConditions(table, parameters, tenant, { limit: asked.limit, query }, 'a.')];
  if (asked.order === 'last-sign-in') conditions.push(`i.tenant = ${parameters.text(tenant)}`);
  if (profiles !== undefined) conditions.push(`a.profile = any (${parameters.texts(profiles)})`);
  if (ids !== undefined) conditions.push(`a.id = any (${parameters.texts(ids)})`);
  if (signedIn === 'never') conditions.push('i.at is null');
  else if (signedIn !== undefined) conditions.push(`i.at < ${parameters.number(signedIn.before)}`);
  const after = placeIn(asked);
  if (after === undefined) return conditions;
  const [key, id] = [after.key, parameters.text(after.id)];
  const idColumn = asked.order === 'last-sign-in' ? 'i.account_id' : 'a.id';
  if (order === undefined) conditions.push(`${idColumn} > ${id}`);
  else if (!order.isNumber) {
    const text = parameters.text(String(key));
    conditions.push(`${order.key} >= ${text} and (${order.key} > ${text} or ${idColumn} > ${id})`);
  } else if (typeof key === 'number') {
    const number = parameters.number(key);
    conditions.push(
      `(${order.key} < ${number} or (${order.key} = ${number} and ${idColumn} > ${id}) or ${order.key} is null)`,
    );
  } else conditions.push(`${order.key} is null and ${idColumn} > ${id}`);
  return conditions;
}

function placeOfRow(row: Row, name: PeopleOrder, order: Order | undefined): string {
  const key = order !== undefined && row.has('key') ? (order.isNumber ? row.number('key') : row.text('key')) : null;
  return JSON.stringify([name, key, row.text('id')]);
}

function placeIn(asked: PeopleAsked): { readonly key: string | number | null; readonly id: string } | undefined {
  try {
    const [order, key, id]: unknown[] = JSON.parse(placeOf(asked) ?? '');
    const isKey = asked.order === 'identifier' ? isKeepable(key) : key === null || Number.isSafeInteger(key);
    return order === (asked.order ?? 'id') && isKey && isKeepable(id)
      ? { key: key as string | number | null, id }
      : undefined;
  } catch {
    return undefined;
  }
}

function isKeepable(value: unknown): value is string {
  return typeof value === 'string' && isStorable(value);
}
