import type { Instant } from '@sallyport/core';
import { type EventRetention, MAIL_COUNTERS, unknownCounterKept } from '@sallyport/store';
import type { Database } from '../connection/database.ts';
import type { Tables } from '../schema/tables.ts';
import { Parameters } from '../statements/statement.ts';
import { HOUR } from './events.ts';

const BATCH = 1_000;
const LOOK_AGAIN = 30 * 86_400_000;

export async function sweep(
  database: Database,
  table: Tables,
  now: Instant,
  retention: readonly EventRetention[] = [],
): Promise<number> {
  let removed = 0;
  for (const batch of [
    pastTheirEnd(table.flow, 'id', now),
    pastTheirEnd(table.samlRequest, 'id', now),
    pastTheirEnd(table.singleUse, 'key', now),
    sessions(table, now),
    counters(table, now),
    reuses(table, now),
    removedOrganisations(table),
    ...retention.flatMap((kept) => keptNoLonger(table, kept)),
  ]) {
    for (let taken = BATCH; taken === BATCH; ) {
      const parameters = new Parameters();
      const text = batch(parameters);
      const [row] = await database.run('sweep', { text, values: parameters.values });
      taken = row?.number('taken') ?? 0;
      removed += row?.number('removed') ?? 0;
    }
  }
  return removed;
}

type Batch = (parameters: Parameters) => string;

function pastTheirEnd(table: string, key: 'id' | 'key', now: Instant): Batch {
  return (parameters) => `with due as (
      select tenant, ${key} from ${table} where expires_at <= ${parameters.number(now)} order by expires_at limit ${BATCH} for update skip locked
    ),
    gone as (delete from ${table} t using due where t.tenant = due.tenant and t.${key} = due.${key} returning 1)
    select (select count(*) from due) as taken, (select count(*) from gone) as removed`;
}

function sessions({ session }: Tables, at: Instant): Batch {
  return (parameters) => {
    const now = parameters.number(at);
    return `with due as (
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
  };
}

function counters({ counter, account }: Tables, at: Instant): Batch {
  const same =
    't.tenant = due.tenant and t.subject = due.subject and t.authenticator = due.authenticator and t.device = due.device';
  return (parameters) => {
    const now = parameters.number(at);
    const kept = `case when starts_with(authenticator, '${MAIL_COUNTERS}') then ${unknownCounterKept(MAIL_COUNTERS)} else ${unknownCounterKept('')} end`;
    return `with due as (
      select tenant, subject, authenticator, device, recent + total > 0 as holds, quiet_at + ${kept} as ends_at,
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
  };
}

function reuses({ reuse }: Tables, now: Instant): Batch {
  return (parameters) => `with gone as (delete from ${reuse} where until <= ${parameters.number(now)} returning 1)
    select 0 as taken, (select count(*) from gone) as removed`;
}

/** Nobody writes to a removed organisation. */
function removedOrganisations({ organisation, organisationVersion, membership }: Tables): Batch {
  const left = (table: string, further: string): string =>
    `not exists (select 1 from ${table} x where x.tenant = t.tenant and x.organisation = t.id${further})`;
  return () => `with due as (select tenant, id, version from ${organisation} where remains limit 10),
    members as (
      select m.tenant, m.organisation, m.account_id from due join ${membership} m on m.tenant = due.tenant and m.organisation = due.id
      limit ${BATCH} for update of m skip locked
    ),
    gone as (
      delete from ${membership} t using members m
      where t.tenant = m.tenant and t.organisation = m.organisation and t.account_id = m.account_id returning 1
    ),
    versions as (
      select v.tenant, v.organisation, v.version from due
      join ${organisationVersion} v on v.tenant = due.tenant and v.organisation = due.id and v.version < due.version limit ${BATCH}
    ),
    former as (
      delete from ${organisationVersion} t using versions v
      where t.tenant = v.tenant and t.organisation = v.organisation and t.version = v.version returning 1
    ),
    over as (
      update ${organisation} t set remains = false from due where t.tenant = due.tenant and t.id = due.id
        and ${left(membership, '')} and ${left(organisationVersion, ' and x.version < t.version')} returning 1
    ),
    counted as (select (select count(*) from gone) + (select count(*) from former) as removed, (select count(*) from over) as ended)
    select removed, case when removed + ended > 0 then ${BATCH} else 0 end as taken from counted`;
}

function keptNoLonger({ event, unknownFailures }: Tables, { types, before }: EventRetention): readonly Batch[] {
  const events: Batch = (parameters) => `with due as (
      select tenant, id from ${event}
      where type = any (${parameters.texts(types)}) and at < ${parameters.number(before)} and tell is null
      limit ${BATCH} for update skip locked
    ),
    gone as (delete from ${event} t using due where t.tenant = due.tenant and t.id = due.id returning 1)
    select (select count(*) from due) as taken, (select count(*) from gone) as removed`;
  const hours: Batch = (parameters) => `with due as (
      select tenant, hour from ${unknownFailures} where hour + ${HOUR} <= ${parameters.number(before)}
      limit ${BATCH} for update skip locked
    ),
    gone as (delete from ${unknownFailures} t using due where t.tenant = due.tenant and t.hour = due.hour returning 1)
    select (select count(*) from due) as taken, (select count(*) from gone) as removed`;
  return types.includes('sign-in.failed') ? [events, hours] : [events];
}
