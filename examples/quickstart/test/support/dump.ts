import type { Store as StorePort } from '@sallyport/engine';
import { sqliteDrivers } from '@sallyport/test-support/sqlite-drivers';
import type { Store } from './quickstart.ts';

/** All records of a store, as text. */
export async function dumpOf(kind: Store, store: StorePort, url: string | undefined): Promise<string> {
  // The memory store has a `toJSON`.
  if (kind === 'memory' || url === undefined) return JSON.stringify(store);
  if (kind === 'sqlite') return dumpOfSqlite(url);
  return kind === 'postgres' ? dumpOfPostgres(url) : dumpOfMongo(url);
}

async function dumpOfPostgres(connectionString: string): Promise<string> {
  const { Client } = await import('pg');
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const rows: string[] = [];
    for (const { name } of tables.rows) {
      const table = await client.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`);
      rows.push(...table.rows.map(({ row }) => row));
    }
    return rows.join('\n');
  } finally {
    await client.end();
  }
}

function dumpOfSqlite(file: string): string {
  const database = sqliteDrivers()[0]?.open(file);
  if (database === undefined) throw new Error('no driver of SQLite is on this machine');
  try {
    const tables = database.prepare(`select name from sqlite_schema where type = 'table'`).all();
    return tables
      .flatMap((table) => database.prepare(`select * from "${Object(table).name}"`).all())
      .map((row) => JSON.stringify(row))
      .join('\n');
  } finally {
    database.close();
  }
}

async function dumpOfMongo(url: string): Promise<string> {
  const { BSON, MongoClient } = await import('mongodb');
  const client = new MongoClient(url);
  try {
    const documents: string[] = [];
    for (const collection of await client.db().collections()) {
      for await (const document of collection.find()) documents.push(BSON.EJSON.stringify(document));
    }
    return documents.join('\n');
  } finally {
    await client.close();
  }
}
