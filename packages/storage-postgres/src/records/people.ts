import type { AccountRecord, Listed, ListedPerson, PeopleAsked, TenantId } from '@sallyport/store';
import { pageOf } from '@sallyport/store';
import type { Database } from '../connection/database.ts';
import { recordOf } from '../connection/row.ts';
import type { Tables } from '../schema/tables.ts';
import { Parameters } from '../statements/statement.ts';
import { accountConditions } from './accounts.ts';

/** Accounts in the order of their ids, with their last sign-ins and live sessions. */
export async function listPeople(
  database: Database,
  table: Tables,
  tenant: TenantId,
  { now, ...page }: PeopleAsked,
): Promise<Listed<ListedPerson>> {
  const parameters = new Parameters();
  const conditions = accountConditions(parameters, tenant, page);
  const at = parameters.number(now);
  const text = `select a.doc::text as doc, i.at as signed_in_at, (
      select count(*) from ${table.session} s where s.tenant = a.tenant and s.account_id = a.id
        and s.expires_at > ${at} and ${at} - s.last_seen_at <= s.idle and (s.doc->>'epoch')::bigint = a.epoch
    ) as sessions
    from (
      select tenant, id, epoch, doc from ${table.account}
      where ${conditions.join(' and ')} order by id limit ${parameters.number(page.limit + 1)}
    ) a
    left join ${table.signIn} i on i.tenant = a.tenant and i.account_id = a.id
    order by a.id`;
  const rows = await database.run('listPeople', { text, values: parameters.values });
  const people = rows.map(
    (row): ListedPerson => ({
      account: recordOf<AccountRecord>(row),
      ...(row.has('signed_in_at') && { lastSignInAt: row.instant('signed_in_at') }),
      sessions: row.number('sessions'),
    }),
  );
  return pageOf(people, page.limit, ({ account }) => account.id);
}
