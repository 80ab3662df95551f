import { StoreUnavailable } from '@sallyport/store';

/** The codes of {@link PostgresStoreError}. */
export type PostgresStoreErrorCode =
  | 'wrong-pool'
  | 'invalid-schema-name'
  | 'bad-duration'
  | 'wrong-isolation-level'
  | 'wrong-encoding'
  | 'not-migrated'
  | 'newer-schema'
  | 'wrong-credentials'
  | 'no-such-database'
  | 'no-rights'
  | 'lost-statements';

/** Thrown if the store cannot work with this database. A retry does not help: the message says what to change. */
export class PostgresStoreError extends Error {
  /** Stable: branch on the code. */
  readonly code: PostgresStoreErrorCode;

  constructor(code: PostgresStoreErrorCode, message: string) {
    super(message);
    this.name = 'PostgresStoreError';
    this.code = code;
  }
}

/** `duplicate_prepared_statement` and `invalid_sql_statement_name`. */
const LOST_STATEMENT: readonly string[] = ['42P05', '26000'];
const WITHOUT_NAMES =
  'a pooler shares connections and keeps no named statements; open the store with { prepare: false }';

/** Omits `detail`, which may hold hashes and addresses. */
export class ServerFault extends Error {
  /** SQLSTATE, or the error code of the socket. */
  readonly code: string;
  readonly constraint: string | undefined;

  constructor(thrown: unknown) {
    const code = textOf(thrown, 'code') ?? 'unknown';
    const said = thrown instanceof Error ? thrown.message : 'the driver threw a value that is not an Error';
    super(LOST_STATEMENT.includes(code) ? `${said}: ${WITHOUT_NAMES}` : said);
    this.name = 'ServerFault';
    this.code = code;
    this.constraint = textOf(thrown, 'constraint') ?? /constraint "([^"]+)"/.exec(this.message)?.[1];
  }
}

function textOf(thrown: unknown, key: string): string | undefined {
  const value: unknown = typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, key) : undefined;
  return typeof value === 'string' ? value : undefined;
}

const REFUSALS: Readonly<Record<string, readonly [PostgresStoreErrorCode, string, string]>> = {
  '28P01': ['wrong-credentials', 'refused the password of this role', 'give the pool the right user and password'],
  '28000': [
    'wrong-credentials',
    'does not let this role in',
    'give the pool a role that may log in, and let pg_hba.conf admit it from this host',
  ],
  '3D000': ['no-such-database', 'has no such database', 'create it, or name another in the connection string'],
  '42501': [
    'no-rights',
    'does not grant this role what the store needs',
    'grant the role `usage` on the schema, `select`, `insert`, `update`, `delete` on its tables and `execute` on its functions; where it may not create ' +
      "tables, run `sallyport migrate` by a role that may, and open the store with { migrate: 'never' }",
  ],
};

export async function tellingRefusals<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (thrown) {
    throw refusalIn(thrown) ?? thrown;
  }
}

function refusalIn(thrown: unknown): PostgresStoreError | undefined {
  const fault = thrown instanceof StoreUnavailable ? thrown.cause : undefined;
  if (!(fault instanceof ServerFault)) return undefined;
  if (LOST_STATEMENT.includes(fault.code))
    return new PostgresStoreError('lost-statements', `the server answered ${fault.code}: ${fault.message}`);
  const refusal = REFUSALS[fault.code];
  if (refusal === undefined) return undefined;
  const [code, what, wayOut] = refusal;
  return new PostgresStoreError(code, `the server ${what} (${fault.code}, ${fault.message}): ${wayOut}`);
}
