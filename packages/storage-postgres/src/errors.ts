/** What {@link PostgresStoreError} can be about. */
export type PostgresStoreErrorCode =
  | 'invalid-schema-name'
  | 'wrong-isolation-level'
  | 'wrong-encoding'
  | 'not-migrated'
  | 'newer-schema'
  | 'wrong-credentials'
  | 'no-such-database'
  | 'no-rights';

/**
 * The database is not one this store can work on. Nothing that goes away by waiting: the message says the way out.
 * Told apart by `code`.
 */
export class PostgresStoreError extends Error {
  readonly code: PostgresStoreErrorCode;

  constructor(code: PostgresStoreErrorCode, message: string) {
    super(message);
    this.name = 'PostgresStoreError';
    this.code = code;
  }
}

/** What the server or the driver said, and nothing of the values: `detail` may hold hashes and addresses. */
export class ServerFault extends Error {
  /** SQLSTATE, or the code of the socket's error. */
  readonly code: string;
  /** The constraint that was violated. */
  readonly constraint: string | undefined;

  constructor(thrown: unknown) {
    super(thrown instanceof Error ? thrown.message : 'the driver threw something that is no error');
    this.name = 'ServerFault';
    this.code = textOf(thrown, 'code') ?? 'unknown';
    this.constraint = textOf(thrown, 'constraint') ?? /constraint "([^"]+)"/.exec(this.message)?.[1];
  }
}

function textOf(thrown: unknown, key: string): string | undefined {
  const value: unknown = typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, key) : undefined;
  return typeof value === 'string' ? value : undefined;
}
