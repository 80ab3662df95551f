import { randomBytes } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import type { StoreKind } from '../../../src/stores/open-store.ts';
import { type DatabaseKind, PLACEHOLDER, startServer } from './start-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The URL of database `NAME` on the server that runs for the whole of a run over `STORE`. */
    readonly databases?: { readonly kind: DatabaseKind; readonly url: string };
  }
}

/** An empty database of a test's own. */
export interface Database {
  readonly url: string;
  drop(): Promise<void>;
}

const started = new Map<DatabaseKind, Promise<string>>();

/** On the server of the run, or on one that is started for this file. */
function serverOf(kind: DatabaseKind): Promise<string> {
  const provided = inject('databases');
  if (provided?.kind === kind) return Promise.resolve(provided.url);
  const own = started.get(kind);
  if (own !== undefined) return own;
  const server = startServer(kind);
  afterAll(async () => (await server).stop());
  const url = server.then((running) => running.url);
  started.set(kind, url);
  return url;
}

/** To be asked first while tests are declared: a server of this file's own is stopped after them. */
export async function emptyDatabase(kind: StoreKind): Promise<Database | undefined> {
  if (kind === 'memory') return undefined;
  const server = await serverOf(kind);
  const name = `t_${randomBytes(6).toString('hex')}`;
  const url = server.replace(PLACEHOLDER, name);
  if (kind === 'mongo') return { url, drop: () => dropMongo(url) };
  const administers = async (sql: string): Promise<void> => {
    const { Client } = await import('pg');
    const client = new Client({ connectionString: server.replace(PLACEHOLDER, 'postgres') });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await administers(`create database ${name}`);
  return { url, drop: () => administers(`drop database ${name} with (force)`) };
}

async function dropMongo(url: string): Promise<void> {
  const { MongoClient } = await import('mongodb');
  const client = new MongoClient(url);
  await client
    .db()
    .dropDatabase()
    .finally(() => client.close());
}
