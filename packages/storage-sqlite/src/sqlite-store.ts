import { checkMembers, parseDuration } from '@sallyport/core';
import type { Store } from '@sallyport/store';
import { commit } from './commit/commit.ts';
import { Connection } from './connection/connection.ts';
import type { SqliteDatabase } from './connection/database.ts';
import { SqliteStoreError } from './connection/errors.ts';
import { hasPasskey, listAccounts, readAccount } from './records/accounts.ts';
import { listCounters } from './records/counters.ts';
import { listDevices } from './records/devices.ts';
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
import { beginStep } from './step/begin-step.ts';

/** The options of {@link sqliteStore}. */
export interface SqliteStoreOptions {
  /**
   * `full`: a commit is answered when it is on the disk. `normal`: a loss of power, or a crash of the operating system, can undo the last commits, with the locks,
   * blocks and used codes in them; a crash of the process undoes nothing. Default: `full`.
   */
  readonly synchronous?: 'full' | 'normal' | undefined;
  /** How long a call waits while another process writes: from `'1s'` to `'1h'`. Default: `'5s'`. */
  readonly busyTimeout?: string | undefined;
}

/**
 * Creates a store in one file of SQLite. The connection is for the store alone: the host opens no transaction on it, and closes it at the end. Other
 * connections, also of other processes, may have the file open. The file has a write-ahead log, and one writer at a time.
 *
 * The driver answers in the call, so a commit keeps the process waiting until it is on the disk.
 *
 * @throws TypeError for an unknown option
 * @throws {SqliteStoreError} `wrong-database` and `bad-duration` at once; the other codes when the store is opened
 * @example
 * ```ts
 * import { createSallyport } from '@sallyport/engine';
 * import { sqliteStore } from '@sallyport/storage-sqlite';
 * import Database from 'better-sqlite3';
 *
 * const auth = createSallyport({
 *   origin: 'https://app.example',
 *   secrets: [process.env['SALLYPORT_SECRET'] ?? ''],
 *   store: sqliteStore(new Database('sallyport.db')),
 * });
 * await auth.ready(); // creates missing tables
 * ```
 */
export function sqliteStore(database: SqliteDatabase, options: SqliteStoreOptions = {}): Store {
  checkMembers('sqliteStore', options, ['synchronous', 'busyTimeout']);
  const { synchronous = 'full', busyTimeout = '5s' } = options;
  if (synchronous !== 'full' && synchronous !== 'normal')
    throw new TypeError(`sqliteStore: synchronous is '${synchronous}'; it has to be 'full' or 'normal'`);
  refuseWrongDatabase(database);
  const on = new Connection(database, { synchronous, busyTimeout: timeoutOf(busyTimeout) });
  return {
    open: () => open(on),
    beginStep: (step) => beginStep(on, step),
    commit: async (change) => commit(on, change),
    checkSession: sessionChecks(on),
    readAccount: (tenant, id) => on.read('readAccount', () => readAccount(on, tenant, id)),
    hasPasskey: (id) => on.read('hasPasskey', () => hasPasskey(on, id)),
    readVault: (tenant, accountId) => on.read('readVault', () => readVault(on, tenant, accountId)),
    listVaultWays: (tenant, page) => on.read('listVaultWays', () => listVaultWays(on, tenant, page)),
    listAccounts: (tenant, page) => on.read('listAccounts', () => listAccounts(on, tenant, page)),
    listPeople: (tenant, asked) => on.read('listPeople', () => listPeople(on, tenant, asked)),
    countProfiles: (tenant, asked) => on.read('countProfiles', () => countProfiles(on, tenant, asked)),
    countAccountsBySignIn: (tenant, asked) =>
      on.read('countAccountsBySignIn', () => countAccountsBySignIn(on, tenant, asked)),
    listUnjudged: (tenant, asked) => on.read('listUnjudged', () => listUnjudged(on, tenant, asked)),
    listDays: (tenant, since) => on.read('listDays', () => listDays(on, tenant, since)),
    keepDay: (tenant, record) => on.write('keepDay', () => keepDay(on, tenant, record)),
    writeProfiles: (tenant, judged) => on.write('writeProfiles', () => writeProfiles(on, tenant, judged)),
    readSamlRequest: (tenant, id, now) => on.read('readSamlRequest', () => readSamlRequest(on, tenant, id, now)),
    listSessions: (tenant, accountId, now) => on.read('listSessions', () => listSessions(on, tenant, accountId, now)),
    listDevices: (tenant, accountId) => on.read('listDevices', () => listDevices(on, tenant, accountId)),
    listEvents: (tenant, page) => on.read('listEvents', () => listEvents(on, tenant, page)),
    countEvents: (tenant, filter) => on.read('countEvents', () => countEvents(on, tenant, filter)),
    countFailures: (tenant, since) => on.read('countFailures', () => countFailures(on, tenant, since)),
    appendLogBatch: (batch) => on.write('appendLogBatch', () => appendLogBatch(on, batch)),
    readLogHead: (tenant) => on.read('readLogHead', () => readLogHead(on, tenant)),
    listLogBatches: (tenant, page) => on.read('listLogBatches', () => listLogBatches(on, tenant, page)),
    unsealedTenants: (asked) => on.read('unsealedTenants', () => unsealedTenants(on, asked)),
    readPolicy: (tenant) => on.read('readPolicy', () => readPolicy(on, tenant)),
    listPolicyVersions: (tenant, page) => on.read('listPolicyVersions', () => listPolicyVersions(on, tenant, page)),
    readAdministrators: (tenant) => on.read('readAdministrators', () => readAdministrators(on, tenant)),
    listCounters: (tenant, subjects) => on.read('listCounters', () => listCounters(on, tenant, subjects)),
    eventsToNotify: (limit) => on.read('eventsToNotify', () => eventsToNotify(on, limit)),
    markNotified: (tenant, eventIds) => on.write('markNotified', () => markNotified(on, tenant, eventIds)),
    sweep: (now, retention) => sweep(on, now, retention),
    holdReuse: (milliseconds, until) => on.write('holdReuse', () => holdReuse(on, milliseconds, until)),
    longestReuse: (now) => on.read('longestReuse', () => longestReuse(on, now)),
    readOrganisation: (...asked) => on.read('readOrganisation', () => readOrganisation(on, ...asked)),
    readMembership: (...asked) => on.read('readMembership', () => readMembership(on, ...asked)),
    listOrganisations: (...asked) => on.read('listOrganisations', () => listOrganisations(on, ...asked)),
    listOrganisationVersions: (...asked) =>
      on.read('listOrganisationVersions', () => listOrganisationVersions(on, ...asked)),
    listMemberships: (...asked) => on.read('listMemberships', () => listMemberships(on, ...asked)),
    listMembershipsOf: (...asked) => on.read('listMembershipsOf', () => listMembershipsOf(on, ...asked)),
    removeTenant: (...asked) => on.write('removeTenant', () => removeTenant(on, ...asked)),
  };
}

function refuseWrongDatabase(database: unknown): void {
  const has = (method: string): boolean => typeof Object(database)[method] === 'function';
  if (has('exec') && has('prepare')) return;
  throw new SqliteStoreError(
    'wrong-database',
    'the database has no methods `exec` and `prepare`: give the store a Database of `better-sqlite3` or a DatabaseSync of `node:sqlite`',
  );
}

/** Milliseconds. */
const LONGEST_TIMEOUT = 3_600_000;

function timeoutOf(text: string): number {
  const timeout = parseDuration(text);
  if (timeout !== undefined && timeout <= LONGEST_TIMEOUT) return timeout;
  throw new SqliteStoreError('bad-duration', `busyTimeout is '${text}'. Write a length of time from '1s' to '1h'.`);
}
