/** The codes of {@link PostgresStoreError}. */
export type PostgresStoreErrorCode =
  | 'invalid-schema-name'
  | 'wrong-isolation-level'
  | 'wrong-encoding'
  | 'not-migrated'
  | 'newer-schema'
  | 'wrong-credentials'
  | 'no-such-database'
  | 'no-rights';

/** Thrown if the store cannot work with this database. A retry does not help: the message says what to change. */
export class PostgresStoreError extends Error {
  readonly code: PostgresStoreErrorCode;

  constructor(code: PostgresStoreErrorCode, message: string) {
    super(message);
    this.name = 'PostgresStoreError';
    this.code = code;
  }
}

/** A fault that the server or the driver reported. Omits `detail`, because `detail` may hold hashes and addresses. */
export class ServerFault extends Error {
  /** SQLSTATE, or the error code of the socket; `unknown` if there is neither. */
  readonly code: string;
  /** Name of the violated constraint. */
  readonly constraint: string | undefined;

  constructor(thrown: unknown) {
    super(thrown instanceof Error ? thrown.message : 'the driver threw a value that is not an Error');
    this.name = 'ServerFault';
    this.code = textOf(thrown, 'code') ?? 'unknown';
    this.constraint = textOf(thrown, 'constraint') ?? /constraint "([^"]+)"/.exec(this.message)?.[1];
  }
}

function textOf(thrown: unknown, key: string): string | undefined {
  const value: unknown = typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, key) : undefined;
  return typeof value === 'string' ? value : undefined;
}
