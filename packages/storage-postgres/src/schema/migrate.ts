import { StoreUnavailable } from '@sallyport/store';
import { Database } from '../connection/database.ts';
import { PostgresStoreError, ServerFault, tellingRefusals } from '../connection/errors.ts';
import { isScriptRunner, type Queryable, refuseWrongPool } from '../connection/queryable.ts';
import { Parameters } from '../statements/statement.ts';
import { LATEST, migrationSchema, migrations, migrationTable } from './migrations/migrations.ts';
import { tablesIn } from './tables.ts';

/** Duplicates, a concurrent catalogue update, and missing objects: Postgres tells the connections' caches late of a change. */
const MADE_BY_ANOTHER = ['23505', '42P06', '42P07', '42710', 'XX000', '3F000', '42P01', '42703'];
const ROUNDS = 20;
const READ_TIMEOUT = 10_000;

/**
 * Migrates the tables to the version of this package. Safe to call from several processes at once; does nothing if the tables are up
 * to date. Needs the right to create the schema, or to create tables in an existing schema.
 *
 * @returns the versions that this call applied
 * @throws {PostgresStoreError} if a newer version of this package migrated the tables so that this version cannot use them, or if the server refuses
 * permanently
 * @throws StoreUnavailable if the server does not answer, or refuses temporarily
 */
export function migrate(
  pool: Queryable,
  { schema = 'sallyport' }: { readonly schema?: string } = {},
): Promise<readonly number[]> {
  return tellingRefusals(async () => {
    refuseWrongPool(pool);
    return applyMissing(pool, schema);
  });
}

async function applyMissing(pool: Queryable, schema: string): Promise<readonly number[]> {
  const database = new Database(pool, { prepare: false, timeout: READ_TIMEOUT });
  const applied: number[] = [];
  let failed: StoreUnavailable | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    try {
      const version = await readVersion(database, schema);
      refuseNewer(version);
      if (version === LATEST) return applied;
      if (version === undefined) await prepare(pool, database, schema);
      for (const migration of migrations.slice(version ?? 0)) {
        await runScript(pool, migration.sql(schema));
        applied.push(migration.version);
      }
    } catch (thrown) {
      if (thrown instanceof PostgresStoreError) throw thrown;
      failed = failureIn(thrown);
      if (!(failed.cause instanceof ServerFault && MADE_BY_ANOTHER.includes(failed.cause.code))) throw failed;
    }
  }
  throw failed ?? new StoreUnavailable({ operation: 'migrate' });
}

function failureIn(thrown: unknown): StoreUnavailable {
  if (thrown instanceof StoreUnavailable) return thrown;
  return new StoreUnavailable({ operation: 'migrate', cause: new ServerFault(thrown) });
}

export function refuseNewer(version: number | undefined): void {
  if (version === undefined || version <= LATEST) return;
  throw new PostgresStoreError(
    'newer-schema',
    `the tables are at version ${version}, and this version of @sallyport/storage-postgres knows ${LATEST}: bring ` +
      'every process to the newer version; the tables cannot be migrated back',
  );
}

/** Newer tables that this version can use count as its own, during a rolling deployment. */
export async function readVersion(database: Database, schema: string): Promise<number | undefined> {
  const { migration } = tablesIn(schema);
  const parameters = new Parameters();
  const text = `select to_regclass(${parameters.text(migration)})::text as place`;
  const [found] = await database.run('open', { text, values: parameters.values });
  if (found?.has('place') !== true) return undefined;
  const stated = `coalesce((to_jsonb(applied) ->> 'usable_from')::integer, version)`;
  const version = `select coalesce(max(version), 0) as version, coalesce(max(${stated}), 0) as usable_from from ${migration} applied`;
  const [answer] = await database.run('open', { text: version, values: [] });
  const newest = answer?.number('version') ?? 0;
  return newest > LATEST && (answer?.number('usable_from') ?? newest) <= LATEST ? LATEST : newest;
}

/** A role without the right to create schemas can still migrate an existing schema. */
async function prepare(pool: Queryable, database: Database, schema: string): Promise<void> {
  const parameters = new Parameters();
  const text = `select 1 as one from pg_catalog.pg_namespace where nspname = ${parameters.text(schema)}`;
  const known = await database.run('open', { text, values: parameters.values });
  if (known.length === 0) await runScript(pool, migrationSchema(schema));
  await runScript(pool, migrationTable(schema));
}

async function runScript(pool: Queryable, script: string): Promise<void> {
  if (isScriptRunner(pool)) await pool.exec(script);
  else await pool.query(script);
}
