import type { Instant } from '@sallyport/core';
import {
  actorName,
  type EventCount,
  type EventFilter,
  type EventRecord,
  type EventsAsked,
  type Listed,
  pageOf,
  placeOf,
  type Recipients,
  type TenantId,
} from '@sallyport/store';
import type { Connection } from '../connection/connection.ts';
import { list, storable } from '../connection/texts.ts';
import { numberIn } from './page.ts';
import { Where } from './where.ts';

export const HOUR = 3_600_000;

export function listEvents(connection: Connection, tenant: TenantId, page: EventsAsked): Listed<EventRecord> {
  return page.order === 'oldest-first' ? stream(connection, tenant, page) : newestFirst(connection, tenant, page);
}

function newestFirst(connection: Connection, tenant: TenantId, page: EventsAsked): Listed<EventRecord> {
  const where = conditionsOf(tenant, page);
  const [, at, place] = /^(-?\d{1,15})\.(\d{1,15})$/.exec(placeOf(page) ?? '') ?? [];
  if (at !== undefined && place !== undefined) where.and('(at, place) < (?, ?)', Number(at), Number(place));
  const rows = connection.all(
    `select doc, at, place from sallyport_event where ${where.sql} order by at desc, place desc limit ?`,
    ...where.values,
    page.limit + 1,
  );
  const { items, next } = pageOf(rows, page.limit, (row) => `${row.number('at')}.${row.number('place')}`);
  return { items: items.map((row) => row.document<EventRecord>()), ...(next !== undefined && { next }) };
}

/** The first place is 1, and a cursor is the last place that was passed. */
function stream(connection: Connection, tenant: TenantId, page: EventsAsked): Listed<EventRecord> {
  const head = connection.get('select placed from sallyport_event_stream where tenant = ?', storable(tenant));
  const placed = head?.number('placed') ?? 0;
  const asked = numberIn(page) ?? 0;
  const passed = asked > placed ? 0 : asked;
  const where = conditionsOf(tenant, page).and('place > ? and place <= ?', passed, placed);
  const rows = connection.all(
    `select doc, place from sallyport_event where ${where.sql} order by place limit ?`,
    ...where.values,
    page.limit + 1,
  );
  const shown = rows.slice(0, page.limit);
  const last = rows.length > shown.length ? (shown.at(-1)?.number('place') ?? passed) : placed;
  return {
    items: shown.map((row) => row.document<EventRecord>()),
    next: Buffer.from(`${last}`).toString('base64url'),
  };
}

function conditionsOf(tenant: TenantId, { accountId, actor, types, from, to }: EventFilter): Where {
  const where = new Where().and('tenant = ?', storable(tenant));
  if (accountId !== undefined) where.and('account_id = ?', storable(accountId));
  if (actor !== undefined) where.and('actor = ?', storable(actorName(actor)));
  if (types !== undefined) where.and('type in (select value from json_each(?))', list(types));
  if (from !== undefined) where.and('at >= ?', from);
  if (to !== undefined) where.and('at < ?', to);
  return where;
}

export function countEvents(connection: Connection, tenant: TenantId, filter: EventFilter): readonly EventCount[] {
  const where = conditionsOf(tenant, filter);
  const rows = connection.all(
    `select at / ${HOUR} * ${HOUR} as hour, count(*) as events, count(*) filter (where type = 'sign-in.failed') as failed
    from sallyport_event where ${where.sql} group by 1 order by 1`,
    ...where.values,
  );
  return rows.map((row) => ({
    hour: row.instant('hour'),
    count: row.number('events'),
    failed: row.number('failed'),
  }));
}

/** Failures at accounts are events; failures at unknown identifiers are counts by the hour. */
export function countFailures(
  connection: Connection,
  tenant: TenantId,
  since: Instant,
): readonly { readonly hour: Instant; readonly count: number }[] {
  const rows = connection.all(
    `select hour, sum(failures) as failures from (
      select at / ${HOUR} * ${HOUR} as hour, count(*) as failures from sallyport_event
      where tenant = ? and at >= ? and type = 'sign-in.failed' group by 1
      union all
      select hour, failures from sallyport_unknown_failures where tenant = ? and hour > ?
    ) group by hour order by hour`,
    storable(tenant),
    since,
    tenant,
    since - HOUR,
  );
  return rows.map((row) => ({ hour: row.instant('hour'), count: row.number('failures') }));
}

/** An event of the last row keeps its place, because only told events are swept. */
export function eventsToNotify(connection: Connection, limit: number): readonly EventRecord[] {
  const rows = connection.all(
    'select doc, tell from sallyport_event where tell is not null order by written limit ?',
    limit,
  );
  return rows.map((row) => ({ ...row.document<EventRecord>(), recipients: row.document<Recipients>('tell') }));
}

export function markNotified(connection: Connection, tenant: TenantId, eventIds: readonly string[]): void {
  for (const id of eventIds)
    connection.run(
      'update sallyport_event set tell = null where tenant = ? and id = ?',
      storable(tenant),
      storable(id),
    );
}

export function isEvent(connection: Connection, tenant: TenantId, id: string): boolean {
  const sql = 'select 1 as one from sallyport_event where tenant = ? and id = ?';
  return connection.get(sql, storable(tenant), storable(id)) !== undefined;
}

export function appendEvents(connection: Connection, tenant: TenantId, events: readonly EventRecord[]): void {
  const count = events.length;
  const head = connection.get(
    `insert into sallyport_event_stream (tenant, placed, sealed) values (?, ?, 0)
    on conflict do update set placed = placed + excluded.placed returning placed`,
    storable(tenant),
    count,
  );
  const before = (head?.number('placed') ?? 0) - count;
  for (const [turn, { recipients, ...event }] of events.entries()) {
    connection.run(
      `insert into sallyport_event (tenant, id, place, at, type, account_id, actor, tell, doc)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      tenant,
      storable(event.id),
      before + turn + 1,
      event.at,
      storable(event.type),
      event.accountId === undefined ? null : storable(event.accountId),
      event.actor === undefined ? null : storable(actorName(event.actor)),
      recipients === undefined ? null : JSON.stringify(recipients),
      JSON.stringify(event),
    );
  }
}
