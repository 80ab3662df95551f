import { PostgresStoreError } from './errors.ts';

/** The database that the store works on: a `pg` Pool, a PGlite, or any object with this method. */
export interface Queryable {
  /** Runs SQL. `values` are the parameters `$1`, `$2` and so on. Rejects with the server's error, with SQLSTATE in `code`. */
  query(text: string, values?: unknown[]): Promise<Answer>;
}

/** A pool of `mysql2` or `mariadb` has `query` too. */
export function refuseWrongPool(pool: unknown): asserts pool is Queryable {
  const has = (method: string): boolean => typeof Object(pool)[method] === 'function';
  if (has('query') && !has('getConnection')) return;
  const what = has('getConnection')
    ? 'the pool has `getConnection`, as pools of MySQL and MariaDB have: it is no pool for Postgres'
    : 'the pool has no method `query`';
  throw new PostgresStoreError(
    'wrong-pool',
    `${what}. Give the store a Pool of \`pg\`, a PGlite, or an object with query(text, values)`,
  );
}

/** The answer of a query. */
export interface Answer {
  /** The rows as objects, a member for each column. */
  readonly rows: readonly unknown[];
}

export interface NamedQueryable {
  query(config: {
    readonly name?: string;
    readonly text: string;
    readonly values: unknown[];
    readonly query_timeout?: number;
  }): Promise<Answer>;
}

export interface ScriptRunner {
  exec(script: string): Promise<unknown>;
}

export function isPoolOfPg(database: Queryable | (Queryable & NamedQueryable)): database is Queryable & NamedQueryable {
  return 'connect' in database && typeof database.connect === 'function';
}

export function isScriptRunner(database: Queryable | (Queryable & ScriptRunner)): database is Queryable & ScriptRunner {
  return 'exec' in database && typeof database.exec === 'function';
}
