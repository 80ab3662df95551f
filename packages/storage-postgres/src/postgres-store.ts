import { checkMembers, parseDuration } from '@sallyport/core';
import type { Store } from '@sallyport/store';
import { commit } from './commit/commit.ts';
import { Database } from './connection/database.ts';
import { PostgresStoreError } from './connection/errors.ts';
import { type Queryable, refuseWrongPool } from './connection/queryable.ts';
import { hasPasskey, listAccounts, listDevices, readAccount } from './records/accounts.ts';
import { listCounters } from './records/counters.ts';
import { countEvents, countFailures, eventsToNotify, listEvents, markNotified } from './records/events.ts';
import { appendLogBatch, listLogBatches, readLogHead, unsealedTenants } from './records/log-batches.ts';
import {
  listMemberships,
  listMembershipsOf,
  listOrganisations,
  listOrganisationVersions,
  readMembership,
  readOrganisation,
} from './records/organisations.ts';
import { listPeople } from './records/people.ts';
import { listPolicyVersions, readAdministrators, readPolicy } from './records/policies.ts';
import {
  countAccountsBySignIn,
  countProfiles,
  keepDay,
  listDays,
  listUnjudged,
  writeProfiles,
} from './records/profiles.ts';
import { removeTenant } from './records/removed-tenant.ts';
import { holdReuse, longestReuse } from './records/reuses.ts';
import { readSamlRequest } from './records/saml-requests.ts';
import { listSessions, sessionChecks } from './records/sessions.ts';
import { sweep } from './records/sweep.ts';
import { listVaultWays, readVault } from './records/vaults.ts';
import { open } from './schema/open.ts';
import { tablesIn } from './schema/tables.ts';
import { stepsOn } from './step/begin-step.ts';

/** The options of {@link postgresStore}. */
export interface PostgresStoreOptions {
  /** The schema of the tables: letters, digits and underscores. Default: `sallyport`. */
  readonly schema?: string | undefined;
  /** `false` if a pooler cannot keep named statements (PgBouncer before 1.21). Default: `true`. */
  readonly prepare?: boolean | undefined;
  /** The time that a statement may take, including the wait for a connection: from `'1s'` to `'1h'`. Default: `'10s'`. */
  readonly statementTimeout?: string | undefined;
  /** `on-open`: `open` migrates the tables. `never`: `open` only checks their version. Default: `on-open`. */
  readonly migrate?: 'on-open' | 'never' | undefined;
}

/**
 * Creates a store on the host's Postgres: on a `pg` Pool, on PGlite, or on any object with `query(text, values)`. The pool belongs to
 * the host: the store never ends the pool and attaches no listeners to it.
 *
 * A step takes two statements, and the session checks of one turn of the event loop take one; the package's README names the cases of a further
 * statement. The server needs Postgres 12 or later with
 * PL/pgSQL, UTF-8, and the default isolation level *read committed*.
 *
 * @throws TypeError for an unknown option
 * @throws {PostgresStoreError} `wrong-pool`, `invalid-schema-name` and `bad-duration` at once; the other codes when the store is opened
 * @example
 * ```ts
 * import { createSallyport } from '@sallyport/engine';
 * import { postgresStore } from '@sallyport/storage-postgres';
 * import { Pool } from 'pg';
 *
 * const auth = createSallyport({
 *   origin: 'https://app.example',
 *   secrets: [process.env['SALLYPORT_SECRET'] ?? ''],
 *   store: postgresStore(new Pool({ connectionString: process.env['DATABASE_URL'], connectionTimeoutMillis: 5_000 })),
 * });
 * await auth.ready(); // creates missing tables
 * ```
 */
export function postgresStore(pool: Queryable, options: PostgresStoreOptions = {}): Store {
  checkMembers('postgresStore', options, ['schema', 'prepare', 'statementTimeout', 'migrate']);
  const { schema = 'sallyport', prepare = true, migrate = 'on-open' } = options;
  refuseWrongPool(pool);
  const table = tablesIn(schema);
  const database = new Database(pool, { prepare, timeout: timeoutOf(options.statementTimeout ?? '10s') });
  return {
    open: () => open(pool, database, { schema, migrate }),
    beginStep: stepsOn(database, table),
    commit: (change) => commit(database, table, change),
    checkSession: sessionChecks(database, table, { prepare }),
    readAccount: (tenant, id) => readAccount(database, table, tenant, id),
    hasPasskey: (id) => hasPasskey(database, table, id),
    readVault: (tenant, accountId) => readVault(database, table, tenant, accountId),
    listVaultWays: (tenant, page) => listVaultWays(database, table, tenant, page),
    listAccounts: (tenant, page) => listAccounts(database, table, tenant, page),
    listPeople: (tenant, asked) => listPeople(database, table, tenant, asked),
    countProfiles: (tenant, asked) => countProfiles(database, table, tenant, asked),
    countAccountsBySignIn: (tenant, asked) => countAccountsBySignIn(database, table, tenant, asked),
    listUnjudged: (tenant, asked) => listUnjudged(database, table, tenant, asked),
    listDays: (tenant, since) => listDays(database, table, tenant, since),
    keepDay: (tenant, record) => keepDay(database, table, tenant, record),
    writeProfiles: (tenant, judged) => writeProfiles(database, table, tenant, judged),
    readSamlRequest: (tenant, id, now) => readSamlRequest(database, table, { tenant, id, now }),
    listSessions: (tenant, accountId, now) => listSessions(database, table, { tenant, accountId, now }),
    listDevices: (tenant, accountId) => listDevices(database, table, tenant, accountId),
    listEvents: (tenant, page) => listEvents(database, table, tenant, page),
    countEvents: (tenant, filter) => countEvents(database, table, tenant, filter),
    countFailures: (tenant, since) => countFailures(database, table, tenant, since),
    appendLogBatch: (batch) => appendLogBatch(database, table, batch),
    readLogHead: (tenant) => readLogHead(database, table, tenant),
    listLogBatches: (tenant, page) => listLogBatches(database, table, tenant, page),
    unsealedTenants: (asked) => unsealedTenants(database, table, asked),
    readPolicy: (tenant) => readPolicy(database, table, tenant),
    listPolicyVersions: (tenant, page) => listPolicyVersions(database, table, tenant, page),
    readAdministrators: (tenant) => readAdministrators(database, table, tenant),
    listCounters: (tenant, subjects) => listCounters(database, table, tenant, subjects),
    eventsToNotify: (limit) => eventsToNotify(database, table, limit),
    markNotified: (tenant, eventIds) => markNotified(database, table, tenant, eventIds),
    sweep: (now, retention) => sweep(database, table, now, retention),
    holdReuse: (milliseconds, until) => holdReuse(database, table, milliseconds, until),
    longestReuse: (now) => longestReuse(database, table, now),
    readOrganisation: (tenant, id, version) => readOrganisation(database, table, { tenant, id, version }),
    readMembership: (tenant, organisation, accountId) =>
      readMembership(database, table, { tenant, organisation, accountId }),
    listOrganisations: (tenant, page) => listOrganisations(database, table, tenant, page),
    listOrganisationVersions: (tenant, id, page) => listOrganisationVersions(database, table, { ...page, tenant, id }),
    listMemberships: (tenant, organisation, page) =>
      listMemberships(database, table, { ...page, tenant, organisation }),
    listMembershipsOf: (tenant, accountId) => listMembershipsOf(database, table, tenant, accountId),
    removeTenant: (tenant, limit) => removeTenant(database, table, tenant, limit),
  };
}

/** Milliseconds. A timer of Node cannot wait for more than some weeks. */
const LONGEST_TIMEOUT = 3_600_000;

function timeoutOf(text: string): number {
  const timeout = parseDuration(text);
  if (timeout !== undefined && timeout <= LONGEST_TIMEOUT) return timeout;
  throw new PostgresStoreError(
    'bad-duration',
    `statementTimeout is '${text}'. Write a length of time from '1s' to '1h'.`,
  );
}
