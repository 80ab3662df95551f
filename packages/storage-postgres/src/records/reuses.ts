import type { Instant } from '@sallyport/core';
import type { Database } from '../connection/database.ts';
import type { Tables } from '../schema/tables.ts';
import { Parameters } from '../statements/statement.ts';

export async function holdReuse(
  database: Database,
  table: Tables,
  milliseconds: number,
  until: Instant,
): Promise<void> {
  const parameters = new Parameters();
  const text = `insert into ${table.reuse} as t (milliseconds, until) values (${parameters.number(milliseconds)}, ${parameters.number(until)})
    on conflict (milliseconds) do update set until = greatest(t.until, excluded.until)`;
  await database.run('holdReuse', { text, values: parameters.values });
}

export async function longestReuse(database: Database, table: Tables, now: Instant): Promise<number> {
  const parameters = new Parameters();
  const text = `select coalesce(max(milliseconds), 0) as longest from ${table.reuse} where until > ${parameters.number(now)}`;
  const [row] = await database.run('longestReuse', { text, values: parameters.values });
  return row?.number('longest') ?? 0;
}
