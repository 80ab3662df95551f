/** The codes of {@link SqliteStoreError}. */
export type SqliteStoreErrorCode =
  | 'wrong-database'
  | 'bad-duration'
  | 'wrong-encoding'
  | 'no-write-ahead-log'
  | 'read-only'
  | 'newer-schema';

/** Thrown if the store cannot work with this database. A retry does not help: the message says what to change. */
export class SqliteStoreError extends Error {
  /** Stable: branch on the code. */
  readonly code: SqliteStoreErrorCode;

  constructor(code: SqliteStoreErrorCode, message: string) {
    super(message);
    this.name = 'SqliteStoreError';
    this.code = code;
  }
}

const NAMES: Readonly<Record<number, string>> = { 5: 'SQLITE_BUSY', 6: 'SQLITE_LOCKED', 8: 'SQLITE_READONLY' };

/** The messages of SQLite name tables and columns, and no values. */
export class SqliteFault extends Error {
  readonly code: string;

  constructor(thrown: unknown) {
    super(thrown instanceof Error ? thrown.message : 'the driver threw a value that is not an Error');
    this.name = 'SqliteFault';
    this.code = codeOf(Object(thrown));
  }

  get isBusy(): boolean {
    return this.code.startsWith('SQLITE_BUSY') || this.code.startsWith('SQLITE_LOCKED');
  }
}

/** `better-sqlite3` names an extended code, such as `SQLITE_BUSY_SNAPSHOT`. The lowest byte of a number is the primary code. */
function codeOf({ code, errcode }: { readonly code?: unknown; readonly errcode?: unknown }): string {
  if (typeof errcode === 'number') return NAMES[errcode & 0xff] ?? `SQLITE_${errcode}`;
  return typeof code === 'string' ? code : 'unknown';
}
