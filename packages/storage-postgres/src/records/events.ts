import type { Instant } from '@sallyport/core';
import {
  type EventFilter,
  type EventRecord,
  type Listed,
  type Page,
  pageOf,
  type Tell,
  type TenantId,
} from '@sallyport/store';
import type { Database } from '../connection/database.ts';
import { recordOf } from '../connection/row.ts';
import type { Tables } from '../schema/tables.ts';
import { Parameters } from '../statements/statement.ts';
import { placeIn } from './page.ts';

/** One hour in milliseconds. Failures are counted by the hour. */
export const HOUR = 3_600_000;

export async function listEvents(
  database: Database,
  table: Tables,
  tenant: TenantId,
  page: Page & EventFilter,
): Promise<Listed<EventRecord>> {
  const parameters = new Parameters();
  const conditions = [`tenant = ${parameters.text(tenant)}`];
  const [, at, seq] = /^(-?\d{1,15})\.(\d{1,15})$/.exec(placeIn(page) ?? '') ?? [];
  if (at !== undefined && seq !== undefined) {
    conditions.push(`(at, seq) < (${parameters.number(Number(at))}, ${parameters.number(Number(seq))})`);
  }
  if (page.accountId !== undefined) conditions.push(`account_id = ${parameters.text(page.accountId)}`);
  if (page.type !== undefined) conditions.push(`type = ${parameters.text(page.type)}`);
  const text = `select doc::text as doc, at, seq from ${table.event}
    where ${conditions.join(' and ')} order by at desc, seq desc limit ${parameters.number(page.limit + 1)}`;
  const rows = await database.run('listEvents', { text, values: parameters.values });
  const listed = pageOf(rows, page.limit, (row) => `${row.number('at')}.${row.number('seq')}`);
  return { ...listed, items: listed.items.map((row) => recordOf<EventRecord>(row)) };
}

/** Adds up failures at accounts (events) and failures at unknown identifiers (counts by the hour). */
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

/**
 * Returns the events with a `tell`, in the order of `seq`. A cursor on `seq` would skip events, because transactions do not commit in
 * the order of their numbers. Within one account the order is right: a commit takes the numbers while it holds the account's lock.
 */
export async function eventsToTell(database: Database, table: Tables, limit: number): Promise<readonly EventRecord[]> {
  const parameters = new Parameters();
  const text = `select doc::text as doc, tell::text as tell from ${table.event}
    where tell is not null order by seq limit ${parameters.number(limit)}`;
  const rows = await database.run('eventsToTell', { text, values: parameters.values });
  return rows.map((row) => ({ ...recordOf<EventRecord>(row), tell: recordOf<Tell>(row, 'tell') }));
}

export async function markTold(
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
  await database.run('markTold', { text, values: parameters.values });
}
