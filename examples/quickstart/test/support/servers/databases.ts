import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PLACEHOLDER, runServer } from '@sallyport/test-support/run-server';
import type { StoreKind } from '../../../src/stores/open-store.ts';

/** An empty database for one test. */
export interface Database {
  /** For SQLite, the path of the file. */
  readonly url: string;
  drop(): Promise<void>;
}

export async function emptyDatabase(kind: StoreKind): Promise<Database | undefined> {
  if (kind === 'memory') return undefined;
  if (kind === 'sqlite') return emptyFile();
  const server = await runServer(kind);
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

async function emptyFile(): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-test-sqlite-'));
  return { url: join(folder, 'sallyport.db'), drop: () => rm(folder, { recursive: true, force: true }) };
}

async function dropMongo(url: string): Promise<void> {
  const { MongoClient } = await import('mongodb');
  const client = new MongoClient(url);
  await client
    .db()
    .dropDatabase()
    .finally(() => client.close());
}
