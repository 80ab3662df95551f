import type { Database } from '../connection/database.ts';
import { PostgresStoreError, tellingRefusals } from '../connection/errors.ts';
import type { Queryable } from '../connection/queryable.ts';
import { migrate, readVersion, refuseNewer } from './migrate.ts';
import { LATEST } from './migrations/migrations.ts';

export async function open(
  pool: Queryable,
  database: Database,
  options: { readonly schema: string; readonly migrate: 'on-open' | 'never' },
): Promise<void> {
  const { schema } = options;
  await tellingRefusals(() => checkServer(database));
  if (options.migrate === 'on-open') await migrate(pool, { schema });
  else checkVersion(await tellingRefusals(() => readVersion(database, schema)), schema);
}

async function checkServer(database: Database): Promise<void> {
  const text = `select current_setting('transaction_isolation') as isolation, current_setting('server_encoding') as encoding`;
  const [row] = await database.run('open', { text, values: [] });
  const isolation = row?.text('isolation') ?? '';
  if (!['read committed', 'read uncommitted'].includes(isolation)) {
    throw new PostgresStoreError(
      'wrong-isolation-level',
      `the pool's isolation level is ${isolation}, where concurrent statements fail instead of waiting for each other: give the ` +
        "store a pool at read committed, for example by its option { options: '-c default_transaction_isolation=read\\\\ committed' }",
    );
  }
  const encoding = row?.text('encoding');
  if (encoding !== 'UTF8') {
    throw new PostgresStoreError(
      'wrong-encoding',
      `the database's encoding is ${encoding}, which cannot hold every name: give the store a database in UTF8`,
    );
  }
}

function checkVersion(version: number | undefined, schema: string): void {
  refuseNewer(version);
  if (version === LATEST) return;
  throw new PostgresStoreError(
    'not-migrated',
    `the tables in schema ${schema} are at version ${version ?? 0} of ${LATEST}: run \`sallyport migrate\`, or let ` +
      `the store do it with { migrate: 'on-open' }`,
  );
}
