import { mongoStore } from '@sallyport/storage-mongo';
import { postgresStore } from '@sallyport/storage-postgres';
import { sqliteStore } from '@sallyport/storage-sqlite';
import { MongoClient } from 'mongodb';
import pg from 'pg';
import { counted } from '../databases/sqlite.mjs';

export async function openStore(kind, url) {
  if (kind === 'sqlite') return onSqlite(url);
  return kind === 'mongo' ? onMongo(url) : onPostgres(new pg.Pool({ connectionString: url }));
}

export function onPostgres(pool, options = {}) {
  return {
    store: postgresStore(pool, options),
    giveEveryone: (hash) =>
      pool.query(
        `update sallyport.sallyport_account set doc = jsonb_set(doc::jsonb, '{password,hash}', to_jsonb($1::text))::json`,
        [hash],
      ),
    // Postgres would keep the query plans for small tables.
    settle: () => pool.query('vacuum analyze'),
    close: () => pool.end(),
  };
}

export function onSqlite(file) {
  const database = counted(file);
  return {
    counter: database.counter,
    store: sqliteStore(database),
    giveEveryone: async (hash) =>
      database.prepare(`update sallyport_account set doc = json_set(doc, '$.password.hash', ?)`).run(hash),
    settle: async () => database.exec('pragma optimize'),
    close: async () => database.close(),
  };
}

export async function onMongo(url, options = {}) {
  const client = await new MongoClient(url, options).connect();
  const db = client.db();
  return {
    client,
    store: mongoStore(db),
    giveEveryone: (hash) =>
      db.collection('sallyport').updateMany({ kind: 'account' }, { $set: { 'record.password.hash': hash } }),
    settle: async () => {},
    close: () => client.close(),
  };
}
