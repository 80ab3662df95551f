/** What a store needs of the host's database: a `pg` Pool, a PGlite, or anything that answers to the same call. */
export interface Queryable {
  query(text: string, values?: unknown[]): Promise<Answer>;
}

export interface Answer {
  readonly rows: readonly unknown[];
}

/** A pool of `pg`, or one that is made like it: takes named statements. */
export interface NamedQueryable {
  query(config: {
    readonly name?: string;
    readonly text: string;
    readonly values: unknown[];
    readonly query_timeout?: number;
  }): Promise<Answer>;
}

/** Runs several statements at once, as one transaction. */
export interface ScriptRunner {
  exec(script: string): Promise<unknown>;
}

/** What hands out connections is a pool of `pg`; PGlite and bare functions have none to hand out. */
export function isPoolOfPg(database: Queryable | (Queryable & NamedQueryable)): database is Queryable & NamedQueryable {
  return 'connect' in database && typeof database.connect === 'function';
}

/** PGlite has a verb of its own for scripts: its `query` takes one statement. */
export function isScriptRunner(database: Queryable | (Queryable & ScriptRunner)): database is Queryable & ScriptRunner {
  return 'exec' in database && typeof database.exec === 'function';
}
