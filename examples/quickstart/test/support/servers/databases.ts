import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type { StoreKind } from '../../../src/stores/open-store.ts';
import { type DatabaseKind, PLACEHOLDER } from './start-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The URL at which the project `shared` requests a database server. `global-setup.ts` listens there. */
    readonly databases?: string;
  }
}

/** An empty database for one test. */
export interface Database {
  readonly url: string;
  drop(): Promise<void>;
}

/** The original `fetch`, before a test replaces the global function. */
const { fetch } = globalThis;

/** The URL of database `NAME` on the run's server. The first request starts the server. */
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
