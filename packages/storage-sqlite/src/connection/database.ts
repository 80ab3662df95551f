/** A value of a parameter or of a column. */
export type SqliteValue = string | number | null;

/** A connection to a database of SQLite that answers in the call: a `Database` of `better-sqlite3`, or a `DatabaseSync` of `node:sqlite`. */
export interface SqliteDatabase {
  /** Runs statements without parameters. */
  exec(sql: string): unknown;
  /** Prepares one statement. */
  prepare(sql: string): SqliteStatement;
}

/** A prepared statement. The values are those of the parameters `?`, in their order. */
export interface SqliteStatement {
  /** Runs a statement that answers no rows. `changes` is the number of changed rows. */
  run(...values: SqliteValue[]): { readonly changes: number | bigint };
  /** Returns the first row, or `undefined`. */
  get(...values: SqliteValue[]): unknown;
  /** Returns all rows. */
  all(...values: SqliteValue[]): unknown[];
}
