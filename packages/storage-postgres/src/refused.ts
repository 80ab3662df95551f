import { StoreUnavailable } from '@sallyport/store';
import { PostgresStoreError, type PostgresStoreErrorCode, ServerFault } from './errors.ts';

/** Permanent refusals by SQLSTATE: the error's code, the reason, and what to change. */
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
    'grant the role `usage` on the schema and `select`, `insert`, `update`, `delete` on its tables; where it may not create ' +
      "tables, run `sallyport migrate` by a role that may, and open the store with { migrate: 'never' }",
  ],
};

/**
 * Runs `act`. Turns a permanent refusal of the server into a {@link PostgresStoreError}. Every other fault stays
 * {@link StoreUnavailable}, so that the caller can wait and retry.
 *
 * @throws {PostgresStoreError} `wrong-credentials`, `no-such-database`, `no-rights`
 */
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
  const refusal = REFUSALS[fault.code];
  if (refusal === undefined) return undefined;
  const [code, what, wayOut] = refusal;
  return new PostgresStoreError(code, `the server ${what} (${fault.code}, ${fault.message}): ${wayOut}`);
}
