import { StoreUnavailable } from '@sallyport/store';
import type { Connection } from '../connection/connection.ts';
import { SqliteFault, SqliteStoreError } from '../connection/errors.ts';
import { ORGANISATIONS, REUSE, TABLES } from './tables.ts';

interface Step {
  readonly sql: string;
  /** The oldest version that can use the tables after this step. */
  readonly usableFrom: number;
}

/** Forward only. The version of the tables is the number of steps. */
const MIGRATIONS: readonly Step[] = [
  { sql: TABLES, usableFrom: 1 },
  { sql: REUSE, usableFrom: 1 },
  { sql: ORGANISATIONS, usableFrom: 1 },
];

/** Of two processes at once, the second finds nothing to do. */
export async function open(connection: Connection): Promise<void> {
  await connection.read('open', () => {
    checkDriver(connection);
    connection.prepareSettings();
    checkDatabase(connection);
  });
  try {
    await connection.write('open', () => migrate(connection));
  } catch (thrown) {
    throw refusalIn(thrown) ?? thrown;
  }
}

function migrate(connection: Connection): void {
  connection.exec(
    'create table if not exists sallyport_migration (version integer primary key, usable_from integer not null) strict',
  );
  const newest = connection.get('select version, usable_from from sallyport_migration order by version desc limit 1');
  const version = newest?.number('version') ?? 0;
  if (version > MIGRATIONS.length && (newest?.number('usable_from') ?? version) > MIGRATIONS.length) {
    throw new SqliteStoreError(
      'newer-schema',
      `the tables are at version ${version}, and this version of @sallyport/storage-sqlite knows ${MIGRATIONS.length}: bring ` +
        'every process to the newer version; the tables cannot be migrated back',
    );
  }
  for (const [before, { sql, usableFrom }] of MIGRATIONS.entries()) {
    if (before < version) continue;
    connection.exec(sql);
    connection.run('insert into sallyport_migration (version, usable_from) values (?, ?)', before + 1, usableFrom);
  }
}

function checkDriver(connection: Connection): void {
  if (connection.get('select 1 as one, sqlite_version() as version')?.isNumber('one') === true) return;
  throw new SqliteStoreError(
    'wrong-database',
    'the database answers no number in the call: give the store a Database of `better-sqlite3` or a DatabaseSync of `node:sqlite`, that answers integers as numbers',
  );
}

function checkDatabase(connection: Connection): void {
  const encoding = connection.get('pragma encoding')?.text('encoding');
  if (encoding !== 'UTF-8') {
    throw new SqliteStoreError(
      'wrong-encoding',
      `the encoding of the database is ${encoding}, in which texts have another order: give the store a database in UTF-8`,
    );
  }
  // A database in memory has no log to write.
  const mode = connection.get('pragma journal_mode = wal')?.text('journal_mode');
  if (mode === 'wal' || mode === 'memory') return;
  throw new SqliteStoreError(
    'no-write-ahead-log',
    `the database keeps its journal as '${mode}', and cannot have a write-ahead log: put the file on a disk of this machine, not on a network, and open it for writing`,
  );
}

function refusalIn(thrown: unknown): SqliteStoreError | undefined {
  const fault = thrown instanceof StoreUnavailable ? thrown.cause : undefined;
  if (!(fault instanceof SqliteFault && fault.code.startsWith('SQLITE_READONLY'))) return undefined;
  return new SqliteStoreError(
    'read-only',
    `the database cannot be written (${fault.message}): let the process write the file and its folder, and open it for writing`,
  );
}
