import type { Instant } from '@sallyport/core';
import { UNKNOWN_KEPT } from './attempt.ts';
import type { Database } from './database.ts';
import { Parameters } from './statement.ts';
import type { Tables } from './tables.ts';

/** How many rows one statement of the broom takes: none holds its locks for long. */
const BATCH = 1_000;
/** When the counter of an account is looked at again, to see whether anything is left in it. */
const LOOK_AGAIN = 30 * 86_400_000;

/**
 * Removes what is past its end, batch by batch; what another holds in this moment is left to the next sweep. Answers
 * how many.
 */
export async function sweep(database: Database, table: Tables, now: Instant): Promise<number> {
  let removed = 0;
  for (const statement of [
    pastTheirEnd(table.flow, 'id'),
    pastTheirEnd(table.spent, 'key'),
    sessions(table),
    counters(table),
  ]) {
    for (let taken = BATCH; taken === BATCH; ) {
      const parameters = new Parameters();
      const text = statement(parameters.number(now));
      const [row] = await database.run('sweep', { text, values: parameters.values });
      taken = row?.number('taken') ?? 0;
      removed += row?.number('removed') ?? 0;
    }
  }
  return removed;
}

type Batch = (now: string) => string;

function pastTheirEnd(table: string, key: 'id' | 'key'): Batch {
  return (now) => `with due as (
      select tenant, ${key} from ${table} where expires_at <= ${now} order by expires_at limit ${BATCH} for update skip locked
    ),
    gone as (delete from ${table} t using due where t.tenant = due.tenant and t.${key} = due.${key} returning 1)
    select (select count(*) from due) as taken, (select count(*) from gone) as removed`;
}

/** A session that was seen since is looked at again when it ends by now. */
function sessions({ session }: Tables): Batch {
  return (now) => `with due as (
      select tenant, id, least(expires_at, last_seen_at + idle + 1) as ends_at from ${session}
      where sweep_at <= ${now} order by sweep_at limit ${BATCH} for update skip locked
    ),
    gone as (
      delete from ${session} t using due where t.tenant = due.tenant and t.id = due.id and due.ends_at <= ${now} returning 1
    ),
    kept as (
      update ${session} t set sweep_at = due.ends_at from due
      where t.tenant = due.tenant and t.id = due.id and due.ends_at > ${now} returning 1
    )
    select (select count(*) from due) as taken, (select count(*) from gone) as removed`;
}

/** Counters of unknown identifiers, a day after they went quiet; and those that hold nothing, which count for none. */
function counters({ counter, account }: Tables): Batch {
  const same =
    't.tenant = due.tenant and t.subject = due.subject and t.authenticator = due.authenticator and t.device = due.device';
  return (now) => `with due as (
      select tenant, subject, authenticator, device, recent + total > 0 as holds, quiet_at + ${UNKNOWN_KEPT} as ends_at,
        exists (select 1 from ${account} a where a.tenant = c.tenant and a.id = c.subject) as known
      from ${counter} c where sweep_at <= ${now} order by sweep_at limit ${BATCH} for update skip locked
    ),
    gone as (
      delete from ${counter} t using due where ${same} and (not due.holds or (not due.known and due.ends_at <= ${now}))
      returning due.holds
    ),
    kept as (
      update ${counter} t set sweep_at = case when due.known then ${now} + ${LOOK_AGAIN} else due.ends_at end from due
      where ${same} and due.holds and (due.known or due.ends_at > ${now}) returning 1
    )
    select (select count(*) from due) as taken, (select count(*) from gone where holds) as removed`;
}
