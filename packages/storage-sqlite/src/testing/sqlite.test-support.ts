import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realPart } from '@sallyport/test-support/real-parts';
import { type OpenedSqlite, type SqliteDriver, sqliteDrivers } from '@sallyport/test-support/sqlite-drivers';
import { describe } from 'vitest';

const found = realPart('a driver of SQLite', () => {
  const drivers = sqliteDrivers();
  return drivers.length === 0 ? null : drivers;
});
const missing: SqliteDriver = {
  name: 'better-sqlite3',
  open: () => {
    throw new Error('no driver of SQLite is on this machine');
  },
};

/** Declares tests that run by each driver of SQLite on this machine. Skips them with a message if there is none. */
export function onSqlite(name: string, declare: (driver: SqliteDriver) => void): void {
  for (const driver of found ?? [missing])
    describe.skipIf(found === null)(`${name}, by ${driver.name}`, () => declare(driver));
}

/** A file in a folder of its own, with the connections that a test opens. */
export class TestFile {
  readonly #driver: SqliteDriver;
  readonly #folder = mkdtempSync(join(tmpdir(), 'sallyport-sqlite-'));
  readonly #opened: OpenedSqlite[] = [];

  constructor(driver: SqliteDriver) {
    this.#driver = driver;
  }

  get path(): string {
    return join(this.#folder, 'sallyport.db');
  }

  connect(): OpenedSqlite {
    const opened = this.#driver.open(this.path);
    this.#opened.push(opened);
    return opened;
  }

  /** Closes the connections that are open, and removes the file. */
  readonly close = async (): Promise<void> => {
    for (const each of this.#opened) {
      try {
        each.close();
      } catch {
        // The test closed the connection.
      }
    }
    this.remove();
  };

  /** Removes the file under connections that may stay open. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
