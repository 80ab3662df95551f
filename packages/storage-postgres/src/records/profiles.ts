import type { Instant } from '@sallyport/core';
import {
  type AccountRecord,
  DAYS_KEPT,
  type DayRecord,
  type JudgedAccount,
  type ProfileCount,
  type TenantId,
} from '@sallyport/store';
import type { Database } from '../connection/database.ts';
import { recordOf } from '../connection/row.ts';
import type { Tables } from '../schema/tables.ts';
import { Parameters } from '../statements/statement.ts';

interface Under {
  readonly policy: number;
  readonly now: Instant;
}

/** Reads only the columns of an index, and so not `judged_version`. */
function unjudged(parameters: Parameters, { policy, now }: Under): string {
  return `(profile is null or judged_policy is distinct from ${parameters.number(policy)} or judged_until <= ${parameters.number(now)})`;
}

export async function countProfiles(
  database: Database,
  table: Tables,
  tenant: TenantId,
  under: Under,
): Promise<readonly ProfileCount[]> {
  const parameters = new Parameters();
  const text = `select profile, count(*) as count, count(*) filter (where ${unjudged(parameters, under)}) as unjudged
    from ${table.account} where tenant = ${parameters.text(tenant)} group by profile`;
  const rows = await database.run('countProfiles', { text, values: parameters.values });
  return rows.map((row) => {
    const profile = row.text('profile');
    return {
      ...(profile !== undefined && { text: profile }),
      count: row.number('count'),
      unjudged: row.number('unjudged'),
    };
  });
}

export async function countAccountsBySignIn(
  database: Database,
  table: Tables,
  tenant: TenantId,
  { before, except }: { readonly before: Instant; readonly except: readonly string[] },
): Promise<{ readonly before: number; readonly never: number }> {
  const parameters = new Parameters();
  const [own, limit] = [parameters.text(tenant), parameters.number(before)];
  const count = (at: string): string => `(select count(*) from ${table.signIn} where tenant = ${own} and at ${at})`;
  const left = `select count(*) filter (where i.at < ${limit}) as before, count(*) filter (where i.at is null) as never
    from ${table.account} a join ${table.signIn} i on i.tenant = a.tenant and i.account_id = a.id
    where a.tenant = ${own} and a.profile = any (${parameters.texts(except)})`;
  const text = `select ${count(`< ${limit}`)} - r.before as before, ${count('is null')} - r.never as never from (${left}) r`;
  const [row] = await database.run('countAccountsBySignIn', { text, values: parameters.values });
  return { before: row?.number('before') ?? 0, never: row?.number('never') ?? 0 };
}

export async function listUnjudged(
  database: Database,
  table: Tables,
  tenant: TenantId,
  asked: Under & { readonly limit: number; readonly thorough: boolean },
): Promise<readonly AccountRecord[]> {
  const parameters = new Parameters();
  const wrong = unjudged(parameters, asked);
  const condition = asked.thorough ? `(${wrong} or judged_version is distinct from version)` : wrong;
  const text = `select doc::text as doc from ${table.account}
    where tenant = ${parameters.text(tenant)} and ${condition} limit ${parameters.number(asked.limit)}`;
  const rows = await database.run('listUnjudged', { text, values: parameters.values });
  return rows.map((row) => recordOf<AccountRecord>(row));
}

/** Accounts locked by another transaction stay unjudged, and come again. */
export async function writeProfiles(
  database: Database,
  table: Tables,
  tenant: TenantId,
  judged: readonly JudgedAccount[],
): Promise<void> {
  if (judged.length === 0) return;
  const parameters = new Parameters();
  const own = parameters.text(tenant);
  const lines = judged.map(({ id, version, profile: { text, policy, until } }) => ({
    id,
    version,
    text,
    policy,
    until,
  }));
  const text = `with told as (
      select j->>'id' as id, (j->>'version')::bigint as version, j->>'text' as text, (j->>'policy')::bigint as policy, (j->>'until')::bigint as until
      from json_array_elements(${parameters.document(lines)}) as x (j)
    ),
    found as materialized (
      select a.id from ${table.account} a join told t on t.id = a.id and t.version = a.version
      where a.tenant = ${own} order by a.id for no key update of a skip locked
    ),
    noted as (
      insert into ${table.signIn} (tenant, account_id) select ${own}, id from found on conflict (tenant, account_id) do nothing
    )
    update ${table.account} a set profile = t.text, judged_policy = t.policy, judged_version = t.version, judged_until = t.until,
      created_at = coalesce(a.created_at, (a.doc->>'createdAt')::bigint)
    from told t join found f on f.id = t.id where a.tenant = ${own} and a.id = t.id and a.version = t.version`;
  await database.run('writeProfiles', { text, values: parameters.values });
}

export async function listDays(
  database: Database,
  table: Tables,
  tenant: TenantId,
  since: Instant,
): Promise<readonly DayRecord[]> {
  const parameters = new Parameters();
  const text = `select day, meets from ${table.day}
    where tenant = ${parameters.text(tenant)} and day >= ${parameters.number(since)} order by day`;
  const rows = await database.run('listDays', { text, values: parameters.values });
  return rows.map((row) => ({ day: row.instant('day'), meets: row.number('meets') }));
}

export async function keepDay(
  database: Database,
  table: Tables,
  tenant: TenantId,
  { day, meets }: DayRecord,
): Promise<void> {
  const parameters = new Parameters();
  const [own, at] = [parameters.text(tenant), parameters.number(day)];
  const text = `with old as (delete from ${table.day} where tenant = ${own} and day < ${at} - ${DAYS_KEPT})
    insert into ${table.day} (tenant, day, meets) values (${own}, ${at}, ${parameters.number(meets)})
    on conflict (tenant, day) do update set meets = excluded.meets`;
  await database.run('keepDay', { text, values: parameters.values });
}
