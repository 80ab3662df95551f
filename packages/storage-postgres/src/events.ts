import type { Instant } from '@sallyport/core';
import type { EventFilter, EventRecord, Listed, Page, TenantId } from '@sallyport/engine';
import type { Database } from './database.ts';
import { pageOf, placeOf } from './page.ts';
import { type Row, recordOf } from './row.ts';
import { Parameters } from './statement.ts';
import type { Tables } from './tables.ts';

const HOUR = 3_600_000;

export async function listEvents(
  database: Database,
  table: Tables,
  tenant: TenantId,
  page: Page & EventFilter,
): Promise<Listed<EventRecord>> {
  const parameters = new Parameters();
  const conditions = [`tenant = ${parameters.text(tenant)}`];
  const [, at, seq] = /^(-?\d{1,15})\.(\d{1,15})$/.exec(placeOf(page.cursor) ?? '') ?? [];
  if (at !== undefined && seq !== undefined) {
    conditions.push(`(at, seq) < (${parameters.number(Number(at))}, ${parameters.number(Number(seq))})`);
  }
  if (page.accountId !== undefined) conditions.push(`account_id = ${parameters.text(page.accountId)}`);
  if (page.type !== undefined) conditions.push(`type = ${parameters.text(page.type)}`);
  const text = `select doc::text as doc, to_tell, at, seq from ${table.event}
    where ${conditions.join(' and ')} order by at desc, seq desc limit ${parameters.number(page.limit + 1)}`;
  const rows = await database.run('listEvents', { text, values: parameters.values });
  return pageOf(rows, page.limit, { item: eventOf, place: (row) => `${row.number('at')}.${row.number('seq')}` });
}

export async function countFailures(
  database: Database,
  table: Tables,
  tenant: TenantId,
  since: Instant,
): Promise<readonly { readonly hour: Instant; readonly count: number }[]> {
  const parameters = new Parameters();
  const text = `select at / ${HOUR} * ${HOUR} as hour, count(*) as failures from ${table.event}
    where tenant = ${parameters.text(tenant)} and at >= ${parameters.number(since)} and type = 'sign-in.failed'
    group by 1 order by 1`;
  const rows = await database.run('countFailures', { text, values: parameters.values });
  return rows.map((row) => ({ hour: row.instant('hour'), count: row.number('failures') }));
}

/**
 * By the flag, never by "greater than the last number": numbers are given out in another order than commits come
 * about. Those of one account are in order, for a commit takes them after it holds the account.
 */
export async function eventsToTell(database: Database, table: Tables, limit: number): Promise<readonly EventRecord[]> {
  const parameters = new Parameters();
  const text = `select doc::text as doc, to_tell from ${table.event}
    where to_tell order by seq limit ${parameters.number(limit)}`;
  const rows = await database.run('eventsToTell', { text, values: parameters.values });
  return rows.map(eventOf);
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
      select id from ${table.event} where ${ofTenant} and id = any(${parameters.texts(eventIds)}) and to_tell
      order by id for update
    )
    update ${table.event} set to_tell = false where ${ofTenant} and id = any (array(select id from told))`;
  await database.run('markTold', { text, values: parameters.values });
}

/** The record, with whether its owner is still to be told: that changes, and so has a column of its own. */
function eventOf(row: Row): EventRecord {
  return { ...recordOf<EventRecord>(row), tell: row.flag('to_tell') };
}
