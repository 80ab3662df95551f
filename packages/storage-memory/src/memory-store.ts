import { checkMembers, type Instant } from '@sallyport/core';
import type {
  EventRecord,
  EventRetention,
  OrganisationReports,
  Organisations,
  ReuseHolds,
  SessionCheck,
  SessionLoaded,
  Store,
  TenantId,
  TenantRemovals,
} from '@sallyport/store';
import { commit } from './commit.ts';
import { countFailures, listAccounts, listPolicyVersions, listSessions, listVaultWays } from './listings.ts';
import { appendLogBatch, listLogBatches, unsealedTenants } from './log-batches.ts';
import {
  countAccountsBySignIn,
  countProfiles,
  keepDay,
  listDays,
  listPeople,
  listUnjudged,
  writeProfiles,
} from './people.ts';
import { removeTenant } from './removed-tenant.ts';
import { type MemorySnapshot, restored, snapshotOf } from './snapshot.ts';
import { beginStep } from './step.ts';
import {
  entered,
  isLiveFlow,
  isLiveSession,
  keyText,
  liveSamlRequest,
  liveSession,
  policyInForce,
  TenantData,
} from './tenant-data.ts';

/** A store that keeps its records in `Map`s. */
export interface MemoryStore extends Store {
  readonly readOrganisation: Organisations['readOrganisation'];
  readonly readMembership: Organisations['readMembership'];
  readonly listOrganisations: OrganisationReports['listOrganisations'];
  readonly listOrganisationVersions: OrganisationReports['listOrganisationVersions'];
  readonly listMemberships: OrganisationReports['listMemberships'];
  readonly listMembershipsOf: OrganisationReports['listMembershipsOf'];
  readonly holdReuse: ReuseHolds['holdReuse'];
  readonly longestReuse: ReuseHolds['longestReuse'];
  readonly removeTenant: TenantRemovals['removeTenant'];
  /** The whole content of the store as plain JSON, for `JSON.stringify(store)`. Passwords and tokens are hashed, secrets are sealed. */
  toJSON(): MemorySnapshot;
}

/** The options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** Content to start with: the `toJSON()` of a store of this version or of an older version. Default: empty. */
  readonly snapshot?: MemorySnapshot | undefined;
}

/**
 * Creates a store in memory. Its content is lost with the process: for tests, for demos, and for a single process that may forget.
 *
 * The store keeps every promise of {@link Store} under concurrency: each method runs in one turn of the event loop. The store copies
 * and freezes the records that `commit` receives, so callers cannot change a stored record.
 *
 * @throws TypeError for an unknown option
 * @throws RecordTooNew if a newer version wrote the snapshot, or a record in the snapshot
 * @example
 * ```ts
 * import { createSallyport } from '@sallyport/engine';
 * import { memoryStore } from '@sallyport/storage-memory';
 *
 * const auth = createSallyport({ origin: 'http://localhost:3000', secrets: ['for development only'], store: memoryStore() });
 * ```
 * @example A demo keeps its content in a file.
 * ```ts
 * import { existsSync, readFileSync, writeFileSync } from 'node:fs';
 * import { memoryStore } from '@sallyport/storage-memory';
 *
 * const file = 'store.json';
 * const store = memoryStore(existsSync(file) ? { snapshot: JSON.parse(readFileSync(file, 'utf8')) } : {});
 * process.once('exit', () => writeFileSync(file, JSON.stringify(store), { mode: 0o600 }));
 * ```
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  checkMembers('memoryStore', options, ['snapshot']);
  const { snapshot } = options;
  const tenants: Map<TenantId, TenantData> = snapshot === undefined ? new Map() : restored(snapshot);
  /** By milliseconds: the end. */
  const reuses: Map<number, Instant> = new Map(snapshot?.reuses);
  const of = (tenant: TenantId): TenantData => {
    const data = tenants.get(tenant) ?? new TenantData();
    tenants.set(tenant, data);
    return data;
  };
  return {
    open: async () => {},
    beginStep: async (step) => beginStep(of(step.tenant), step),
    commit: async (change) => commit(of(change.tenant), change),
    checkSession: async (check) => checkSession(of(check.tenant), check),
    readAccount: async (tenant, id) => of(tenant).accounts.get(id),
    hasPasskey: async (id) => hasPasskey(tenants, id),
    readVault: async (tenant, accountId) => of(tenant).vaults.get(accountId),
    listVaultWays: async (tenant, page) => listVaultWays(of(tenant), page),
    listAccounts: async (tenant, page) => listAccounts(of(tenant), page),
    listPeople: async (tenant, asked) => listPeople(of(tenant), asked),
    countProfiles: async (tenant, asked) => countProfiles(of(tenant), asked),
    countAccountsBySignIn: async (tenant, asked) => countAccountsBySignIn(of(tenant), asked),
    listUnjudged: async (tenant, asked) => listUnjudged(of(tenant), asked),
    listDays: async (tenant, since) => listDays(of(tenant), since),
    keepDay: async (tenant, record) => keepDay(of(tenant), record),
    writeProfiles: async (tenant, judged) => writeProfiles(of(tenant), judged),
    listDevices: async (tenant, accountId) => of(tenant).devices.of(accountId),
    readSamlRequest: async (tenant, id, now) => liveSamlRequest(of(tenant), id, now),
    listSessions: async (tenant, accountId, now) => listSessions(of(tenant), accountId, now),
    listEvents: async (tenant, page) => of(tenant).events.list(page),
    countEvents: async (tenant, filter) => of(tenant).events.count(filter),
    countFailures: async (tenant, since) => countFailures(of(tenant), since),
    appendLogBatch: async (batch) => appendLogBatch(of(batch.tenant), batch),
    readLogHead: async (tenant) => of(tenant).logBatches.at(-1),
    listLogBatches: async (tenant, page) => listLogBatches(of(tenant), page),
    unsealedTenants: async (asked) => unsealedTenants(tenants, asked),
    readPolicy: async (tenant) => policyInForce(of(tenant)),
    listPolicyVersions: async (tenant, page) => listPolicyVersions(of(tenant), page),
    readAdministrators: async (tenant) => of(tenant).administrators,
    listCounters: async (tenant, subjects) => of(tenant).counters.list(subjects),
    eventsToNotify: async (limit) => eventsToNotify(tenants, limit),
    markNotified: async (tenant, eventIds) => of(tenant).events.markNotified(eventIds),
    sweep: async (now, retention) =>
      [...tenants.values()].reduce((removed, data) => removed + sweep(data, now, retention), sweepReuses(reuses, now)),
    async holdReuse(milliseconds, until) {
      if (until > (reuses.get(milliseconds) ?? 0)) reuses.set(milliseconds, until);
    },
    longestReuse: async (now) =>
      Math.max(0, ...[...reuses].flatMap(([milliseconds, until]) => (until > now ? [milliseconds] : []))),
    readOrganisation: async (tenant, id, version) => {
      const { organisations } = of(tenant);
      return version === undefined ? organisations.newest(id) : organisations.version(id, version);
    },
    readMembership: async (tenant, organisation, accountId) =>
      of(tenant).organisations.membership(organisation, accountId),
    listOrganisations: async (tenant, page) => of(tenant).organisations.list(page),
    listOrganisationVersions: async (tenant, id, page) => of(tenant).organisations.listVersions(id, page),
    listMemberships: async (tenant, organisation, page) => of(tenant).organisations.listMemberships(organisation, page),
    listMembershipsOf: async (tenant, accountId) => of(tenant).organisations.of(accountId),
    removeTenant: async (tenant) => removeTenant(tenants, tenant),
    toJSON: () => snapshotOf(tenants, reuses),
  };
}

function hasPasskey(tenants: ReadonlyMap<TenantId, TenantData>, value: string): boolean {
  const key = keyText({ kind: 'passkey', value });
  return [...tenants.values()].some(({ keys }) => keys.has(key));
}

function eventsToNotify(tenants: ReadonlyMap<TenantId, TenantData>, limit: number): readonly EventRecord[] {
  return [...tenants.values()].flatMap((data) => data.events.untold()).slice(0, limit);
}

function checkSession(data: TenantData, check: SessionCheck): SessionLoaded | undefined {
  const found = liveSession(data.sessions.byToken(check.tokenHash), check.now);
  const account = found && data.accounts.get(found.accountId);
  if (found === undefined || account === undefined) return undefined;
  const isStale = check.now - found.lastSeenAt > check.touchAfter;
  const session = isStale ? Object.freeze({ ...found, lastSeenAt: check.now }) : found;
  if (isStale) data.sessions.put(session);
  const policy = policyInForce(data);
  return {
    session,
    account,
    ...(policy && policy.version > check.knownPolicy && { policy }),
    ...entered(data, check.in, account.id),
  };
}

function sweep(data: TenantData, now: Instant, retention: readonly EventRetention[] = []): number {
  const singleUses = [...data.used].filter(([, expiresAt]) => expiresAt <= now);
  for (const [key] of singleUses) data.used.delete(key);
  const requests = [...data.samlRequests.keys()].filter((id) => liveSamlRequest(data, id, now) === undefined);
  for (const id of requests) data.samlRequests.delete(id);
  const accountIds: ReadonlySet<string> = new Set(data.accounts.keys());
  return (
    singleUses.length +
    requests.length +
    data.flows.sweep((flow) => !isLiveFlow(flow, now)) +
    data.sessions.sweep((session) => !isLiveSession(session, now)) +
    data.counters.sweep(now, accountIds) +
    retention.reduce((removed, kept) => removed + sweepEvents(data, kept), 0)
  );
}

function sweepReuses(reuses: Map<number, Instant>, now: Instant): number {
  const past = [...reuses].filter(([, until]) => until <= now);
  for (const [milliseconds] of past) reuses.delete(milliseconds);
  return past.length;
}

function sweepEvents({ events, unknownFailures }: TenantData, { types, before }: EventRetention): number {
  return events.sweep(types, before) + (types.includes('sign-in.failed') ? unknownFailures.sweep(before) : 0);
}
