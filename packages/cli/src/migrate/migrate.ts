import { env } from 'node:process';
import type { Command } from '../command.ts';
import { files, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';

const OPTIONS = {
  url: { type: 'string' },
  schema: { type: 'string', default: 'sallyport' },
  sql: { type: 'boolean' },
} as const;

const HELP = `sallyport migrate [options]

Migrates the tables of @sallyport/storage-postgres to the installed version. The
database role needs the right to create tables. Several processes may run the
command at the same time, and a second run changes nothing. Afterwards open the
store with { migrate: 'never' }.

  --url URL          the database; default: the variable DATABASE_URL
  --schema NAME      the schema of the tables; default: sallyport
  --sql              only prints the statements, for a new database

Needs @sallyport/storage-postgres and, without --sql, pg.
Exit code 0: migrated or printed. 2: the database cannot be reached or refuses.`;

export const migrate: Command = {
  name: 'migrate',
  summary: 'migrates the tables of a Postgres store to the installed version',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    files(positionals, 0, 0, 'migrate [options]');
    const { schema, url = env['DATABASE_URL'] } = values;
    const postgres = await installed('@sallyport/storage-postgres', () => import('@sallyport/storage-postgres'));
    try {
      io.out(values.sql === true ? statements(postgres, schema) : await migrated(postgres, url, schema));
      return 0;
    } catch (error) {
      throw error instanceof CliError ? error : refused(error);
    }
  },
};

type StoragePostgres = typeof import('@sallyport/storage-postgres');

async function installed<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new CliError('unreadable', `${name} is not installed beside @sallyport/cli: npm install ${name}`, {
      cause: error,
    });
  }
}

async function migrated(postgres: StoragePostgres, url: string | undefined, schema: string): Promise<string> {
  if (url === undefined || url === '')
    throw new CliError('usage', 'which database? Give --url, or the variable DATABASE_URL');
  const { default: pg } = await installed('pg', () => import('pg'));
  const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 10_000 });
  // The query fails with the same error and reports it.
  pool.on('error', () => {});
  try {
    const applied = await postgres.migrate(pool, { schema });
    const names = postgres.migrations.filter(({ version }) => applied.includes(version)).map(nameOf);
    const done = names.length === 0 ? 'nothing to do' : `applied ${names.join(', ')}`;
    return `schema ${schema} is at version ${postgres.migrations.length}: ${done}`;
  } finally {
    await pool.end();
  }
}

function statements({ migrations, migrationSchema, migrationTable }: StoragePostgres, schema: string): string {
  const steps = migrations.map((migration) => `-- ${nameOf(migration)}\n${migration.sql(schema).trim()}`);
  const first = `${migrationSchema(schema).trim()}\n${migrationTable(schema).trim()}`;
  return ['begin;', first, ...steps, 'commit;'].join('\n\n');
}

function nameOf({ version, name }: { readonly version: number; readonly name: string }): string {
  return `${version} (${name})`;
}

/** Never contains the URL, which holds a password. */
function refused(error: unknown): CliError {
  if (!(error instanceof Error)) return new CliError('unreadable', String(error));
  const because = error.cause instanceof Error && error.cause.message !== '' ? `: ${error.cause.message}` : '';
  return new CliError('unreadable', `${error.message}${because}`, { cause: error });
}
