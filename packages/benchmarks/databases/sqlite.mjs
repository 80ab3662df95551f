import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export function startSqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-benchmarks-sqlite-'));
  const file = join(folder, 'benchmark.db');
  try {
    new Database(file).close();
  } catch (error) {
    rmSync(folder, { recursive: true });
    console.error(`SKIPPED: SQLite cannot be opened (${error.message}). Run: node .config/sqlite-driver.mjs --compile`);
    return undefined;
  }
  return { database: () => file, stop: () => rmSync(folder, { recursive: true }) };
}

export function counted(file) {
  const database = new Database(file);
  const counter = { sent: 0 };
  const counting =
    (target, method) =>
    (...values) => {
      counter.sent++;
      return target[method](...values);
    };
  return {
    counter,
    close: () => database.close(),
    exec: counting(database, 'exec'),
    prepare(sql) {
      const statement = database.prepare(sql);
      return Object.fromEntries(['run', 'get', 'all'].map((method) => [method, counting(statement, method)]));
    },
  };
}
