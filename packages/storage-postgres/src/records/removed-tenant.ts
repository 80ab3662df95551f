import type { TenantId } from '@sallyport/store';
import type { Database } from '../connection/database.ts';
import type { Tables } from '../schema/tables.ts';
import { Parameters } from '../statements/statement.ts';
import { readPolicy } from './policies.ts';

/** One table after another, so that no statement locks more than `limit` rows. */
export async function removeTenant(
  database: Database,
  table: Tables,
  tenant: TenantId,
  limit: number,
): Promise<number> {
  const newest = await readPolicy(database, table, tenant);
  if (newest?.removed === undefined) return 0;
  const keepsLog = newest.removed.log === 'keep';
  let left = limit;
  const remove = async (name: string, further: (parameters: Parameters) => string = () => ''): Promise<void> => {
    if (left <= 0) return;
    const parameters = new Parameters();
    const due = `select ctid from ${name} where tenant = ${parameters.text(tenant)}${further(parameters)}
      limit ${parameters.number(left)} for update`;
    left -= await taken(`delete from ${name} t using due where t.ctid = due.ctid`, due, parameters);
  };
  const taken = async (change: string, due: string, { values }: Parameters): Promise<number> => {
    const text = `with due as materialized (${due}), done as (${change} returning 1)
      select (select count(*) from due) as taken, (select count(*) from done) as done`;
    const [row] = await database.run('removeTenant', { text, values });
    return row?.number('taken') ?? 0;
  };
  for (const name of ofPeople(table)) await remove(name);
  await remove(table.policy, (parameters) => ` and version < ${parameters.number(newest.version)}`);
  if (!keepsLog) for (const name of [table.event, table.eventStream, table.logBatch]) await remove(name);
  else if (left > 0) {
    const parameters = new Parameters();
    const due = `select ctid from ${table.event} where tenant = ${parameters.text(tenant)} and tell is not null
      limit ${parameters.number(left)} for update`;
    left -= await taken(`update ${table.event} t set tell = null from due where t.ctid = due.ctid`, due, parameters);
  }
  return limit - left;
}

/** Sessions first. An account takes its memberships along. */
function ofPeople(table: Tables): readonly string[] {
  const { session, flow, samlRequest, device, counter, singleUse, vault, signIn, accountKey, account } = table;
  const { organisation, organisationVersion, membership, administrators, day, unknownFailures } = table;
  return [
    ...[session, flow, samlRequest, device, counter, singleUse, vault, signIn, accountKey, membership, account],
    ...[organisationVersion, organisation, administrators, day, unknownFailures],
  ];
}
