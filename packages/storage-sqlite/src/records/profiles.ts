import type { Instant } from '@sallyport/core';
import {
  type AccountRecord,
  DAYS_KEPT,
  type DayRecord,
  type JudgedAccount,
  type ProfileCount,
  type TenantId,
} from '@sallyport/store';
import type { Connection } from '../connection/connection.ts';
import { list, storable } from '../connection/texts.ts';

interface Under {
  readonly policy: number;
  readonly now: Instant;
}

/** Parameters: the number of the policy, and the instant. */
const UNJUDGED =
  '(profile is null or judged_policy <> ? or judged_version <> version or coalesce(judged_until <= ?, false))';

export function countProfiles(
  connection: Connection,
  tenant: TenantId,
  { policy, now }: Under,
): readonly ProfileCount[] {
  const rows = connection.all(
    `select profile, count(*) as count, count(*) filter (where ${UNJUDGED}) as unjudged
    from sallyport_account where tenant = ? group by profile`,
    policy,
    now,
    storable(tenant),
  );
  return rows.map((row) => ({
    ...(row.has('profile') && { text: row.text('profile') }),
    count: row.number('count'),
    unjudged: row.number('unjudged'),
  }));
}

export function countAccountsBySignIn(
  connection: Connection,
  tenant: TenantId,
  { before, except }: { readonly before: Instant; readonly except: readonly string[] },
): { readonly before: number; readonly never: number } {
  const row = connection.get(
    `select count(*) filter (where signed_in_at < ?) as before, count(*) filter (where signed_in_at is null) as never
    from sallyport_account where tenant = ? and (profile is null or profile not in (select value from json_each(?)))`,
    before,
    storable(tenant),
    list(except),
  );
  return { before: row?.number('before') ?? 0, never: row?.number('never') ?? 0 };
}

export function listUnjudged(
  connection: Connection,
  tenant: TenantId,
  { policy, now, limit }: Under & { readonly limit: number },
): readonly AccountRecord[] {
  const rows = connection.all(
    `select doc from sallyport_account where tenant = ? and ${UNJUDGED} limit ?`,
    storable(tenant),
    policy,
    now,
    limit,
  );
  return rows.map((row) => row.record<AccountRecord>());
}

export function writeProfiles(connection: Connection, tenant: TenantId, judged: readonly JudgedAccount[]): void {
  for (const { id, version, profile } of judged) {
    connection.run(
      `update sallyport_account set profile = ?, judged_policy = ?, judged_version = version, judged_until = ?
      where tenant = ? and id = ? and version = ?`,
      storable(profile.text),
      profile.policy,
      profile.until ?? null,
      storable(tenant),
      storable(id),
      version,
    );
  }
}

export function listDays(connection: Connection, tenant: TenantId, since: Instant): readonly DayRecord[] {
  const rows = connection.all(
    'select day, meets from sallyport_day where tenant = ? and day >= ? order by day',
    storable(tenant),
    since,
  );
  return rows.map((row) => ({ day: row.instant('day'), meets: row.number('meets') }));
}

export function keepDay(connection: Connection, tenant: TenantId, { day, meets }: DayRecord): void {
  connection.run(
    'insert into sallyport_day (tenant, day, meets) values (?, ?, ?) on conflict do update set meets = excluded.meets',
    storable(tenant),
    day,
    meets,
  );
  connection.run('delete from sallyport_day where tenant = ? and day < ?', tenant, day - DAYS_KEPT);
}
