import { type Store, StoreUnavailable } from '@sallyport/store';
import { readAdministrators } from './administrators.ts';
import { beginStepStatement, stepLoaded } from './begin-step.ts';
import { commit } from './commit/commit.ts';
import { listCounters } from './counters.ts';
import { Database } from './database.ts';
import { countFailures, eventsToTell, listEvents, markTold } from './events.ts';
import { listAccounts, listDevices, listPolicyVersions, listSessions, readAccount, readPolicy } from './listings.ts';
import { open } from './open.ts';
import type { Queryable } from './queryable.ts';
import { sessionChecks } from './session-check.ts';
import { sweep } from './sweep.ts';
import { tablesIn } from './tables.ts';
import { listVaultWays, readVault } from './vaults.ts';

export interface PostgresStoreOptions {
  /** The schema that holds the tables; default `sallyport`. Letters, digits and underscores. */
  readonly schema?: string | undefined;
  /** `false` if a pooler in between cannot keep named statements (PgBouncer before 1.21); default `true`. */
  readonly prepare?: boolean | undefined;
  /** How long a statement may take, the wait for a connection included, in milliseconds; default 10 000. */
  readonly statementTimeout?: number | undefined;
  /** Whether `open` brings the tables to this version, or only checks that they are; default `on-open`. */
  readonly migrate?: 'on-open' | 'never' | undefined;
}

/**
 * A store on the host's own Postgres: on a pool of `pg`, on PGlite, or on anything that answers to
 * `query(text, values)`. The pool stays the host's: it is never ended, and nothing is attached to it.
 *
 * A step takes two statements, a session check one, and once a minute a second. Nothing is needed of the server but
 * Postgres 12, UTF-8 and the isolation level that it comes with.
 *
 * @throws {PostgresStoreError} `invalid-schema-name`, at once; the others of its codes when the store is opened
 */
export function postgresStore(pool: Queryable, options: PostgresStoreOptions = {}): Store {
  const { schema = 'sallyport', prepare = true, statementTimeout = 10_000, migrate = 'on-open' } = options;
  const table = tablesIn(schema);
  const database = new Database(pool, { prepare, timeout: statementTimeout });
  const stepStatement = beginStepStatement(table);
  return {
    open: () => open(pool, database, { schema, migrate }),
    async beginStep(step) {
      const [row] = await database.run('beginStep', stepStatement(step));
      if (row === undefined) throw new StoreUnavailable({ operation: 'beginStep' });
      return stepLoaded(row, step);
    },
    commit: (change) => commit(database, table, change),
    checkSession: sessionChecks(database, table),
    readAccount: (tenant, id) => readAccount(database, table, tenant, id),
    readVault: (tenant, accountId) => readVault(database, table, tenant, accountId),
    listVaultWays: (tenant, page) => listVaultWays(database, table, tenant, page),
    listAccounts: (tenant, page) => listAccounts(database, table, tenant, page),
    listSessions: (tenant, accountId, now) => listSessions(database, table, { tenant, accountId, now }),
    listDevices: (tenant, accountId) => listDevices(database, table, tenant, accountId),
    listEvents: (tenant, page) => listEvents(database, table, tenant, page),
    countFailures: (tenant, since) => countFailures(database, table, tenant, since),
    readPolicy: (tenant) => readPolicy(database, table, tenant),
    listPolicyVersions: (tenant, page) => listPolicyVersions(database, table, tenant, page),
    readAdministrators: (tenant) => readAdministrators(database, table, tenant),
    listCounters: (tenant, subjects) => listCounters(database, table, tenant, subjects),
    eventsToTell: (limit) => eventsToTell(database, table, limit),
    markTold: (tenant, eventIds) => markTold(database, table, tenant, eventIds),
    sweep: (now, retention) => sweep(database, table, now, retention),
  };
}
