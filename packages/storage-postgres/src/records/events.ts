import type { Instant } from '@sallyport/core';
import {
  actorName,
  type EventCount,
  type EventFilter,
  type EventRecord,
  type EventsAsked,
  type Listed,
  pageOf,
  type Recipients,
  type TenantId,
} from '@sallyport/store';
import type { Database } from '../connection/database.ts';
import { recordOf } from '../connection/row.ts';
import { ACTOR } from '../schema/actor.ts';
import type { Tables } from '../schema/tables.ts';
import { Parameters } from '../statements/statement.ts';
import { placeIn } from './page.ts';

export const HOUR = 3_600_000;

export function listEvents(
  database: Database,
  table: Tables,
  tenant: TenantId,
  page: EventsAsked,
): Promise<Listed<EventRecord>> {
  const list = page.order === 'oldest-first' ? eventStream : newestFirst;
  return list(database, table, tenant, page);
}

async function newestFirst(
  database: Database,
  table: Tables,
  tenant: TenantId,
  page: EventsAsked,
): Promise<Listed<EventRecord>> {
  const parameters = new Parameters();
  const conditions = [`tenant = ${parameters.text(tenant)}`, ...conditionsOf(parameters, page)];
  const [, at, seq] = /^(-?\d{1,15})\.(\d{1,15})$/.exec(placeIn(page) ?? '') ?? [];
  if (at !== undefined && seq !== undefined) {
    conditions.push(`(at, seq) < (${parameters.number(Number(at))}, ${parameters.number(Number(seq))})`);
  }
  const text = `select doc::text as doc, at, seq from ${table.event}
    where ${conditions.join(' and ')} order by at desc, seq desc limit ${parameters.number(page.limit + 1)}`;
  const rows = await database.run('listEvents', { text, values: parameters.values });
  const listed = pageOf(rows, page.limit, (row) => `${row.number('at')}.${row.number('seq')}`);
  return { ...listed, items: listed.items.map((row) => recordOf<EventRecord>(row)) };
}

function conditionsOf(parameters: Parameters, { accountId, actor, types, from, to }: EventFilter): readonly string[] {
  const conditions: string[] = [];
  if (accountId !== undefined) conditions.push(`account_id = ${parameters.text(accountId)}`);
  if (actor !== undefined) conditions.push(`${ACTOR} = ${parameters.text(actorName(actor))}`);
  if (types !== undefined) conditions.push(`type = any (${parameters.texts(types)})`);
  if (from !== undefined) conditions.push(`at >= ${parameters.number(from)}`);
  if (to !== undefined) conditions.push(`at < ${parameters.number(to)}`);
  return conditions;
}

/** The statement then holds its locks for some 20 ms. */
const PLACED_AT_ONCE = 1_000;

/** Transactions do not commit in the order of `seq`. The tenant's row in `event_stream` is locked until the commit, so places are visible in order. */
async function eventStream(
  database: Database,
  table: Tables,
  tenant: TenantId,
  page: EventsAsked,
): Promise<Listed<EventRecord>> {
  await placeEvents(database, table, tenant);
  const parameters = new Parameters();
  const ofTenant = `tenant = ${parameters.text(tenant)}`;
  const [passed] = /^\d{1,15}$/.exec(placeIn(page) ?? '') ?? ['0'];
  const after = parameters.number(Number(passed));
  const conditions = [ofTenant, 'place > head.after', ...conditionsOf(parameters, page)].join(' and ');
  const text = `with given as (select coalesce((select placed from ${table.eventStream} where ${ofTenant}), 0) as placed),
    head as (select placed, case when ${after} > placed then 0 else ${after} end as after from given)
    select head.placed, e.doc, e.place from head left join lateral (
      select doc::text as doc, place from ${table.event}
      where ${conditions} order by place limit ${parameters.number(page.limit + 1)}
    ) e on true order by e.place`;
  const rows = await database.run('listEvents', { text, values: parameters.values });
  const found = rows.filter((row) => row.has('place'));
  const shown = found.slice(0, page.limit);
  const last = found.length > shown.length ? (shown.at(-1)?.number('place') ?? passed) : rows[0]?.number('placed');
  const next = Buffer.from(`${last ?? passed}`).toString('base64url');
  return { items: shown.map((row) => recordOf<EventRecord>(row)), next };
}

async function placeEvents(database: Database, table: Tables, tenant: TenantId): Promise<void> {
  const parameters = new Parameters();
  const own = parameters.text(tenant);
  const text = `with unplaced as materialized (
      select id, row_number() over (order by seq) as turn from (
        select id, seq from ${table.event} where tenant = ${own} and place is null order by place, seq limit ${PLACED_AT_ONCE}
      ) as x
    ),
    head as (
      insert into ${table.eventStream} as t (tenant, placed) select ${own}, count(*) from unplaced having count(*) > 0
      on conflict (tenant) do update set placed = t.placed + excluded.placed returning placed
    )
    update ${table.event} e set place = head.placed - (select count(*) from unplaced) + unplaced.turn
    from head, unplaced where e.tenant = ${own} and e.id = unplaced.id and e.place is null`;
  await database.run('listEvents', { text, values: parameters.values });
}

export async function countEvents(
  database: Database,
  table: Tables,
  tenant: TenantId,
  filter: EventFilter,
): Promise<readonly EventCount[]> {
  const parameters = new Parameters();
  const conditions = [`tenant = ${parameters.text(tenant)}`, ...conditionsOf(parameters, filter)];
  const text = `select at / ${HOUR} * ${HOUR} as hour, count(*) as events, count(*) filter (where type = 'sign-in.failed') as failed
    from ${table.event} where ${conditions.join(' and ')} group by 1 order by 1`;
  const rows = await database.run('countEvents', { text, values: parameters.values });
  return rows.map((row) => ({
    hour: row.instant('hour'),
    count: row.number('events'),
    failed: row.number('failed'),
  }));
}

export async function countFailures(
  database: Database,
  table: Tables,
  tenant: TenantId,
  since: Instant,
): Promise<readonly { readonly hour: Instant; readonly count: number }[]> {
  const parameters = new Parameters();
  const [ofTenant, from] = [`tenant = ${parameters.text(tenant)}`, parameters.number(since)];
  const text = `select hour, sum(failures) as failures from (
      select at / ${HOUR} * ${HOUR} as hour, count(*) as failures from ${table.event}
      where ${ofTenant} and at >= ${from} and type = 'sign-in.failed' group by 1
      union all
      select hour, failures from ${table.unknownFailures} where ${ofTenant} and hour > ${from} - ${HOUR}
    ) as x group by hour order by hour`;
  const rows = await database.run('countFailures', { text, values: parameters.values });
  return rows.map((row) => ({ hour: row.instant('hour'), count: row.number('failures') }));
}

/** A cursor on `seq` would skip events. Within one account `seq` is in order: a commit holds the account's lock. */
export async function eventsToNotify(
  database: Database,
  table: Tables,
  limit: number,
): Promise<readonly EventRecord[]> {
  const parameters = new Parameters();
  const text = `select doc::text as doc, tell::text as tell from ${table.event}
    where tell is not null order by seq limit ${parameters.number(limit)}`;
  const rows = await database.run('eventsToNotify', { text, values: parameters.values });
  return rows.map((row) => ({ ...recordOf<EventRecord>(row), recipients: recordOf<Recipients>(row, 'tell') }));
}

export async function markNotified(
  database: Database,
  table: Tables,
  tenant: TenantId,
  eventIds: readonly string[],
): Promise<void> {
  if (eventIds.length === 0) return;
  const parameters = new Parameters();
  const ofTenant = `tenant = ${parameters.text(tenant)}`;
  const text = `with told as (
      select id from ${table.event} where ${ofTenant} and id = any(${parameters.texts(eventIds)}) and tell is not null
      order by id for update
    )
    update ${table.event} set tell = null where ${ofTenant} and id = any (array(select id from told))`;
  await database.run('markNotified', { text, values: parameters.values });
}
