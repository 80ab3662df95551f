import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SqliteDatabase, sqliteStore } from '@sallyport/storage-sqlite';
import type { OpenedStore } from './opened-store.ts';

/** A connection that the demo closes. */
type Database = SqliteDatabase & { close(): unknown };

const load = createRequire(import.meta.url);

/** Opens the file, or a file for this run alone. */
export async function openSqlite(file: string | undefined): Promise<OpenedStore> {
  const folder = file === undefined ? await mkdtemp(join(tmpdir(), 'sallyport-quickstart-sqlite-')) : undefined;
  const database = open(file ?? join(folder ?? '', 'sallyport.db'));
  return {
    store: sqliteStore(database),
    lasting: file !== undefined,
    async close() {
      database.close();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** By Node itself from 22.13 on. Otherwise by `better-sqlite3`, whose program `.config/sqlite-driver.mjs` downloads or compiles. */
function open(file: string): Database {
  const { DatabaseSync } = builtIn();
  if (DatabaseSync !== undefined) return new DatabaseSync(file);
  const BetterSqlite3: new (file: string) => Database = load('better-sqlite3');
  try {
    return new BetterSqlite3(file);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    throw new Error(
      `SQLite cannot be opened: ${why}\nUse Node 22.13 or later, or run \`node .config/sqlite-driver.mjs --compile\`.`,
    );
  }
}

function builtIn(): { readonly DatabaseSync?: new (file: string) => Database } {
  try {
    return load('node:sqlite');
  } catch {
    return {};
  }
}
