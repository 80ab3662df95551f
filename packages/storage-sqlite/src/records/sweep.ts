import type { Instant } from '@sallyport/core';
import type { EventRetention } from '@sallyport/store';
import type { Connection } from '../connection/connection.ts';
import type { SqliteValue } from '../connection/database.ts';
import { list } from '../connection/texts.ts';
import { HOUR } from './events.ts';

/** Rows of a transaction: other writers wait for its end. */
const BATCH = 500;
/** Milliseconds until the sweep looks at the counter of an account again. */
const LOOK_AGAIN = 30 * 86_400_000;

export async function sweep(
  connection: Connection,
  now: Instant,
  retention: readonly EventRetention[] = [],
): Promise<number> {
  let removed = 0;
  for (const { sql, values } of removals(now, retention)) {
    for (let taken = BATCH; taken === BATCH; removed += taken)
      taken = await connection.write('sweep', () => connection.run(sql, ...values));
  }
  return removed + (await sweepOrganisations(connection)) + (await sweepCounters(connection, now));
}

/** Memberships and earlier versions of removed organisations. */
async function sweepOrganisations(connection: Connection): Promise<number> {
  const left = (table: string, further: string): string => `from sallyport_organisation o
    join sallyport_${table} t on t.tenant = o.tenant and t.organisation = o.id${further} where o.remains = 1`;
  const [members, versions] = [left('membership', ''), left('organisation_version', ' and t.version < o.version')];
  let removed = 0;
  for (const [table, rows] of [
    ['membership', members],
    ['organisation_version', versions],
  ]) {
    const sql = `delete from sallyport_${table} where rowid in (select t.rowid ${rows} limit ${BATCH})`;
    for (let taken = BATCH; taken === BATCH; removed += taken)
      taken = await connection.write('sweep', () => connection.run(sql));
  }
  // Nobody writes to a removed organisation.
  const over = 'update sallyport_organisation set remains = 0 where remains = 1 and not exists';
  await connection.write('sweep', () =>
    connection.run(`${over} (select 1 ${members}) and not exists (select 1 ${versions})`),
  );
  return removed;
}

async function sweepCounters(connection: Connection, now: Instant): Promise<number> {
  const due = (known: 'exists' | 'not exists'): string => `rowid in (
    select c.rowid from sallyport_counter c where c.sweep_at <= ? and ${known} (
      select 1 from sallyport_account a where a.tenant = c.tenant and a.id = c.subject
    ) limit ${BATCH})`;
  let removed = 0;
  for (let [kept, gone] = [BATCH, BATCH]; kept === BATCH || gone === BATCH; removed += gone) {
    [kept, gone] = await connection.write('sweep', () => [
      connection.run(`update sallyport_counter set sweep_at = ? where ${due('exists')}`, now + LOOK_AGAIN, now),
      connection.run(`delete from sallyport_counter where ${due('not exists')}`, now),
    ]);
  }
  return removed;
}

interface Removal {
  readonly sql: string;
  readonly values: readonly SqliteValue[];
}

function removals(now: Instant, retention: readonly EventRetention[]): readonly Removal[] {
  return [
    pastTheirEnd('flow', 'expires_at', now),
    pastTheirEnd('saml_request', 'expires_at', now),
    pastTheirEnd('session', 'ends_at', now),
    {
      sql: `delete from sallyport_single_use where (tenant, key) in (
        select tenant, key from sallyport_single_use where expires_at <= ? limit ${BATCH})`,
      values: [now],
    },
    {
      sql: `delete from sallyport_reuse where milliseconds in (select milliseconds from sallyport_reuse where until <= ? limit ${BATCH})`,
      values: [now],
    },
    ...retention.flatMap(noLongerKept),
  ];
}

function pastTheirEnd(table: 'flow' | 'saml_request' | 'session', end: string, now: Instant): Removal {
  const due = `select rowid from sallyport_${table} where ${end} <= ? limit ${BATCH}`;
  return { sql: `delete from sallyport_${table} where rowid in (${due})`, values: [now] };
}

/** Events that are still to be told stay. */
function noLongerKept({ types, before }: EventRetention): readonly Removal[] {
  const events: Removal = {
    sql: `delete from sallyport_event where written in (
      select written from sallyport_event where type in (select value from json_each(?)) and at < ? and tell is null limit ${BATCH})`,
    values: [list(types), before],
  };
  const hours: Removal = {
    sql: `delete from sallyport_unknown_failures where rowid in (
      select rowid from sallyport_unknown_failures where hour <= ? limit ${BATCH})`,
    values: [before - HOUR],
  };
  return types.includes('sign-in.failed') ? [events, hours] : [events];
}
