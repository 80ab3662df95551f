import { createRequire } from 'node:module';

/** An open database of either driver. */
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
  /** Opens a file. Creates a missing file. */
  open(file: string): OpenedSqlite;
}

type Opening = new (file: string) => OpenedSqlite;

const load = createRequire(import.meta.url);

/** The drivers of SQLite on this machine: `better-sqlite3`, if `.config/sqlite-driver.mjs` got the program of the driver, and the `node:sqlite` of Node. */
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
