import type { PlantableStore } from '@sallyport/testing/store';
import type { Queryable } from '../connection/queryable.ts';
import { Row } from '../connection/row.ts';
import { type PostgresStoreOptions, postgresStore } from '../postgres-store.ts';
import { type Tables, tablesIn } from '../schema/tables.ts';

/** A store on existing tables, which are emptied when the store is closed. To create the tables takes longer than a test. */
export function emptyStore(
  pool: Queryable,
  { schema = 'sallyport', ...options }: PostgresStoreOptions = {},
): PlantableStore {
  return {
    store: postgresStore(pool, { schema, ...options }),
    plant: async ({ kind, tenant, id, record }) => {
      const doc = JSON.stringify(record);
      const key = kind === 'vault' ? 'account_id' : 'id';
      await pool.query(`update ${tablesIn(schema)[kind]} set doc = $3 where tenant = $1 and ${key} = $2`, [
        tenant,
        id,
        doc,
      ]);
    },
    close: async () => {
      const { migration: _, ...tables }: Tables = tablesIn(schema);
      // `truncate` creates new files for each table and index, which takes longer than a `delete` of the few rows of a test.
      const hasPages = 'select name from unnest($1::text[]) name where pg_relation_size(name::regclass) > 0';
      const { rows } = await pool.query(hasPages, [Object.values(tables)]);
      const written = rows.map((columns) => new Row(columns).text('name'));
      for (const name of written) await pool.query(`delete from ${name}`);
    },
  };
}
