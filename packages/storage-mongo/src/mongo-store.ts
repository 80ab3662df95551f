import { checkMembers, parseDuration } from '@sallyport/core';
import type { Store } from '@sallyport/store';
import { planCommit } from '@sallyport/store/plan';
import type { CollectionOptions, Db } from 'mongodb';
import { hasPasskey, listAccounts, listDevices, readAccount } from './accounts.ts';
import { beginStep } from './begin-step.ts';
import { type Call, withinTime } from './call.ts';
import { commit } from './commit/commit.ts';
import { Turns } from './commit/turns.ts';
import { listCounters } from './counters/list.ts';
import { countEvents, countFailures, eventsToNotify, listEvents, markNotified } from './events.ts';
import { appendLogBatch, listLogBatches, readLogHead, unsealedTenants } from './log-batches.ts';
import { MongoStoreError } from './mongo-store-error.ts';
import { open } from './opening/open.ts';
import { tellingRefusals } from './opening/refused.ts';
import {
  leaveNothing,
  listMemberships,
  listMembershipsOf,
  listOrganisations,
  listOrganisationVersions,
  readMembership,
  readOrganisation,
  removedOrganisations,
} from './organisations.ts';
import { listPeople } from './people.ts';
import { listPolicyVersions, readAdministrators, readPolicy } from './policies.ts';
import { countAccountsBySignIn, countProfiles, keepDay, listDays, listUnjudged, writeProfiles } from './profiles.ts';
import { READING } from './reading.ts';
import { removeTenant } from './removed-tenant.ts';
import { holdReuse, longestReuse } from './reuses.ts';
import { readSamlRequest } from './saml-requests.ts';
import { listSessions, sessionChecks } from './sessions.ts';
import type { Stored } from './stored.ts';
import { removeBatch, sweep } from './sweep.ts';
import { listVaultWays, readVault } from './vaults.ts';

/** The options of {@link mongoStore}. */
export interface MongoStoreOptions {
  /** Name of the store's collection. The store creates the collection. Default: `sallyport`. */
  readonly collection?: string | undefined;
  /** The time until a call fails, from `'1s'` to `'1h'`. `open` may take a minute in any case. Default: `'5s'`. */
  readonly timeout?: string | undefined;
  /**
   * `false`: only {@link Store.sweep} removes expired documents, not the server's TTL index. For tests that set the clock: the TTL index
   * uses the server's time. Default: `true`.
   */
  readonly ttl?: boolean | undefined;
}

/** Milliseconds. Building the indexes of a large collection takes long. */
const TIME_TO_OPEN = 60_000;

const LONGEST_TIMEOUT = 3_600_000;

/** Overrides the options of the host's client. */
const OPTIONS: CollectionOptions = {
  readConcern: { level: 'majority' },
  writeConcern: { w: 'majority' },
  readPreference: 'primary',
  ignoreUndefined: true,
  serializeFunctions: false,
  ...READING,
  raw: false,
  enableUtf8Validation: true,
};

/**
 * Creates a store on the host's database: on a replica set (one member is enough) or a sharded cluster. The connection belongs to the
 * host: the store never opens or closes connections.
 *
 * All documents are in one collection, created by {@link Store.open}. Every call ends within `timeout`. A change that waits in the
 * queue of this process starts the limit again each time the server answers an earlier change, and ends after six limits at the latest.
 *
 * @throws TypeError for an unknown option
 * @throws MongoStoreError `bad-duration` at once; the other codes when the store is opened, if the server or the collection cannot be used
 * @example
 * ```ts
 * import { createSallyport } from '@sallyport/engine';
 * import { mongoStore } from '@sallyport/storage-mongo';
 * import { MongoClient } from 'mongodb';
 *
 * const client = await new MongoClient('mongodb://localhost:27017').connect();
 * const auth = createSallyport({
 *   origin: 'https://app.example',
 *   secrets: [process.env['SALLYPORT_SECRET'] ?? ''],
 *   store: mongoStore(client.db('app')),
 * });
 * await auth.ready();
 * ```
 */
export function mongoStore(db: Db, options: MongoStoreOptions = {}): Store {
  checkMembers('mongoStore', options, ['collection', 'timeout', 'ttl']);
  const { collection = 'sallyport', ttl = true } = options;
  const timeout = timeoutOf(options.timeout ?? '5s');
  const documents = db.collection<Stored>(collection, OPTIONS);
  const { client } = db;
  const turns = new Turns();

  function verb<Args extends readonly unknown[], Result>(
    name: string,
    act: (call: Call, ...args: Args) => Promise<Result>,
    milliseconds: number = timeout,
  ): (...args: Args) => Promise<Result> {
    return (...args) => withinTime(milliseconds, name, (time) => act({ documents, client, turns, ...time }, ...args));
  }

  const write = verb('commit', commit);
  const remove = verb('sweep', removeBatch);
  const removed = verb('sweep', removedOrganisations);
  const leave = verb('sweep', leaveNothing);
  return {
    open: verb('open', (call) => tellingRefusals(() => open(call, db, { ttl })), Math.max(timeout, TIME_TO_OPEN)),
    beginStep: verb('beginStep', beginStep),
    // A malformed commit is a bug of the caller, and no fault of the store.
    commit: async (change) => write(planCommit(change)),
    checkSession: sessionChecks(verb),
    readAccount: verb('readAccount', readAccount),
    hasPasskey: verb('hasPasskey', hasPasskey),
    readVault: verb('readVault', readVault),
    listVaultWays: verb('listVaultWays', listVaultWays),
    listAccounts: verb('listAccounts', listAccounts),
    listPeople: verb('listPeople', listPeople),
    countProfiles: verb('countProfiles', countProfiles),
    countAccountsBySignIn: verb('countAccountsBySignIn', countAccountsBySignIn),
    listUnjudged: verb('listUnjudged', listUnjudged),
    listDays: verb('listDays', listDays),
    keepDay: verb('keepDay', keepDay),
    writeProfiles: verb('writeProfiles', writeProfiles),
    readSamlRequest: verb('readSamlRequest', readSamlRequest),
    listSessions: verb('listSessions', listSessions),
    listDevices: verb('listDevices', listDevices),
    listEvents: verb('listEvents', listEvents),
    countEvents: verb('countEvents', countEvents),
    countFailures: verb('countFailures', countFailures),
    appendLogBatch: verb('appendLogBatch', appendLogBatch),
    readLogHead: verb('readLogHead', readLogHead),
    listLogBatches: verb('listLogBatches', listLogBatches),
    unsealedTenants: verb('unsealedTenants', unsealedTenants),
    readPolicy: verb('readPolicy', readPolicy),
    listPolicyVersions: verb('listPolicyVersions', listPolicyVersions),
    readAdministrators: verb('readAdministrators', readAdministrators),
    listCounters: verb('listCounters', listCounters),
    eventsToNotify: verb('eventsToNotify', eventsToNotify),
    markNotified: verb('markNotified', markNotified),
    sweep: (now, retention) => sweep({ remove, removed, leave }, now, retention),
    holdReuse: verb('holdReuse', holdReuse),
    longestReuse: verb('longestReuse', longestReuse),
    readOrganisation: verb('readOrganisation', readOrganisation),
    readMembership: verb('readMembership', readMembership),
    listOrganisations: verb('listOrganisations', listOrganisations),
    listOrganisationVersions: verb('listOrganisationVersions', listOrganisationVersions),
    listMemberships: verb('listMemberships', listMemberships),
    listMembershipsOf: verb('listMembershipsOf', listMembershipsOf),
    removeTenant: verb('removeTenant', removeTenant),
  };
}

function timeoutOf(text: string): number {
  const timeout = parseDuration(text);
  if (timeout !== undefined && timeout <= LONGEST_TIMEOUT) return timeout;
  throw new MongoStoreError('bad-duration', `timeout is '${text}'.`, "Write a length of time from '1s' to '1h'.");
}
