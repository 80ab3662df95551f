/** The database that the store works on: a `pg` Pool, a PGlite, or any object with this method. */
export interface Queryable {
  /** Runs SQL. `values` are the parameters `$1`, `$2` and so on. Rejects with the server's error, with SQLSTATE in `code`. */
  query(text: string, values?: unknown[]): Promise<Answer>;
}

/** The answer of a query. */
export interface Answer {
  /** The rows as objects, a member for each column. */
  readonly rows: readonly unknown[];
}

/** A `pg` Pool or a compatible pool: accepts named statements. */
export interface NamedQueryable {
  query(config: {
    readonly name?: string;
    readonly text: string;
    readonly values: unknown[];
    readonly query_timeout?: number;
  }): Promise<Answer>;
}

/** Runs several statements as one transaction. */
export interface ScriptRunner {
  exec(script: string): Promise<unknown>;
}

/** Returns true if `database` is a `pg` Pool: a Pool has `connect`, PGlite and plain `query` objects do not. */
export function isPoolOfPg(database: Queryable | (Queryable & NamedQueryable)): database is Queryable & NamedQueryable {
  return 'connect' in database && typeof database.connect === 'function';
}

/** Returns true if scripts must go to `exec`: PGlite's `query` accepts only one statement. */
export function isScriptRunner(database: Queryable | (Queryable & ScriptRunner)): database is Queryable & ScriptRunner {
  return 'exec' in database && typeof database.exec === 'function';
}
