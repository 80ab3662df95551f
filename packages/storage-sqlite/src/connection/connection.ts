import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailable } from '@sallyport/store';
import type { SqliteDatabase, SqliteStatement, SqliteValue } from './database.ts';
import { SqliteFault } from './errors.ts';
import { Row } from './row.ts';

export type Synchronous = 'full' | 'normal';

/** Milliseconds before a busy database is asked again. */
const LONGEST_PAUSE = 50;

/**
 * A transaction begins and ends in one turn of the event loop, so no other call of the process comes between. If another process writes, SQLite is
 * busy: the call is repeated after a pause.
 */
export class Connection {
  readonly #database: SqliteDatabase;
  readonly #synchronous: Synchronous;
  /** Milliseconds. */
  readonly #busyTimeout: number;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(
    database: SqliteDatabase,
    { synchronous, busyTimeout }: { readonly synchronous: Synchronous; readonly busyTimeout: number },
  ) {
    this.#database = database;
    this.#synchronous = synchronous;
    this.#busyTimeout = busyTimeout;
  }

  get(sql: string, ...values: SqliteValue[]): Row | undefined {
    const found = faultsOf(() => this.#prepared(sql).get(...values));
    return found === undefined || found === null ? undefined : new Row(found);
  }

  all(sql: string, ...values: SqliteValue[]): readonly Row[] {
    return faultsOf(() => this.#prepared(sql).all(...values)).map((columns) => new Row(columns));
  }

  run(sql: string, ...values: SqliteValue[]): number {
    return Number(faultsOf(() => this.#prepared(sql).run(...values)).changes);
  }

  exec(sql: string): void {
    faultsOf(() => this.#database.exec(sql));
  }

  /** SQLite keeps the settings of each connection apart. */
  prepareSettings(): void {
    this.exec(`pragma busy_timeout = 0; pragma fullfsync = on; pragma synchronous = ${this.#synchronous}`);
  }

  /** @throws StoreUnavailable for every fault of the database, as {@link readAtOnce} and {@link write} */
  async read<Answer>(operation: string, work: () => Answer): Promise<Answer> {
    const end = performance.now() + this.#busyTimeout;
    for (let longest = 1; ; longest = Math.min(longest * 2, LONGEST_PAUSE)) {
      try {
        return work();
      } catch (thrown) {
        if (!(thrown instanceof SqliteFault)) throw thrown;
        if (!thrown.isBusy || performance.now() >= end) throw new StoreUnavailable({ operation, cause: thrown });
      }
      await pause(Math.random() * longest);
    }
  }

  /** All statements read the database of one moment. */
  readAtOnce<Answer>(operation: string, work: () => Answer): Promise<Answer> {
    return this.read(operation, () => this.#transaction('begin', work));
  }

  write<Answer>(operation: string, work: () => Answer): Promise<Answer> {
    return this.read(operation, () => this.#transaction('begin immediate', work));
  }

  /** A loss of power can undo this write until the next commit that waits for the disk. */
  async writeSoon<Answer>(operation: string, work: () => Answer): Promise<Answer> {
    if (this.#synchronous === 'normal') return this.write(operation, work);
    return this.read(operation, () => {
      this.exec('pragma synchronous = normal');
      try {
        return this.#transaction('begin immediate', work);
      } finally {
        this.exec('pragma synchronous = full');
      }
    });
  }

  #transaction<Answer>(begin: 'begin' | 'begin immediate', work: () => Answer): Answer {
    this.exec(begin);
    try {
      const answer = work();
      this.exec('commit');
      return answer;
    } catch (thrown) {
      this.#rollBack();
      throw thrown;
    }
  }

  /** After some faults, such as a full disk, SQLite has already rolled back. */
  #rollBack(): void {
    try {
      this.exec('rollback');
    } catch {}
  }

  #prepared(sql: string): SqliteStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function faultsOf<Answer>(call: () => Answer): Answer {
  try {
    return call();
  } catch (thrown) {
    throw new SqliteFault(thrown);
  }
}
