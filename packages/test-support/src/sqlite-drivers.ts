import { createRequire } from 'node:module';

/** A database of SQLite, as both drivers hand it out. */
export interface OpenedSqlite {
  exec(sql: string): unknown;
  prepare(sql: string): {
    run(...values: (string | number | null)[]): { readonly changes: number | bigint };
    get(...values: (string | number | null)[]): unknown;
    all(...values: (string | number | null)[]): unknown[];
  };
  close(): unknown;
}

/** A driver of SQLite on this machine. */
export interface SqliteDriver {
  readonly name: 'better-sqlite3' | 'node:sqlite';
  /** Opens a file, and creates it if there is none. */
  open(file: string): OpenedSqlite;
}

type Opening = new (file: string) => OpenedSqlite;

const load = createRequire(import.meta.url);

/**
 * The drivers of SQLite on this machine: `better-sqlite3` where its program was downloaded or compiled (`.config/sqlite-driver.mjs`), and `node:sqlite`
 * where this Node has it.
 */
export function sqliteDrivers(): readonly SqliteDriver[] {
  const drivers: SqliteDriver[] = [];
  try {
    const Database: Opening = load('better-sqlite3');
    new Database(':memory:').close();
    drivers.push({ name: 'better-sqlite3', open: (file) => new Database(file) });
  } catch {
    // Without its program, the first database throws.
  }
  try {
    const { DatabaseSync }: { readonly DatabaseSync: Opening } = load('node:sqlite');
    drivers.push({ name: 'node:sqlite', open: (file) => new DatabaseSync(file) });
  } catch {
    // Node before 22.13 has no `node:sqlite`.
  }
  return drivers;
}
