import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type { StoreKind } from '../../../src/stores/open-store.ts';
import { type DatabaseKind, PLACEHOLDER } from './start-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the project `shared` asks for a server of a database, which `global-setup.ts` starts. */
    readonly databases?: string;
  }
}

/** An empty database of a test's own. */
export interface Database {
  readonly url: string;
  drop(): Promise<void>;
}

/** As it was before any test could listen to it. */
const { fetch } = globalThis;

/** The URL of database `NAME` on the server of the run, which starts when it is first asked for. */
async function serverOf(kind: DatabaseKind): Promise<string> {
  const databases = inject('databases');
  if (databases === undefined) throw new Error('Only the project `shared` of .config/vitest.config.ts has databases.');
  const response = await fetch(`${databases}/${kind}`);
  const answer = await response.text();
  if (!response.ok) throw new Error(`The ${kind} of the tests does not start:\n${answer}`);
  return answer;
}

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
